package org.openhtc.job.assignment;

import java.util.Optional;
import org.openhtc.job.JobId;

/** Why containers do not run yet although they were started; implemented by {@code execution}. */
public interface StartDelays {

  /**
   * Reads what delays the start of an attempt, such as the message of a cluster's own scheduler.
   *
   * @param host on which the attempt was placed
   * @return one sentence without a full stop; empty if nothing delays it, or that can't be read now
   */
  Optional<String> reason(JobId job, int attempt, String host);
}
