package org.openhtc.job.log;

import java.util.UUID;
import org.openhtc.job.JobId;

/** The space of the logs of each project that are objects of the store, which is limited. */
@FunctionalInterface
public interface LogSpace {

  /**
   * Counts the log of an attempt. May be repeated for the same attempt.
   *
   * @param bytes the size of the object
   * @return false if the logs of the project would use too much space: then it is not counted
   */
  boolean take(UUID project, JobId job, int attempt, long bytes);
}
