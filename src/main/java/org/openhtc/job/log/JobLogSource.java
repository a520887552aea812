package org.openhtc.job.log;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;

/** Where the lines of a job come from; module {@code execution} knows. */
public interface JobLogSource {

  /**
   * Which lines are wanted.
   *
   * @param attempt from 1
   * @param host the host that ran that attempt
   * @param ended the job has ended, so its log is kept or about to be
   */
  record Wanted(JobId job, int attempt, UUID projectId, UUID taskId, String host, boolean ended) {}

  /**
   * The lines there are now, oldest first; empty when nothing was printed, or nothing is left of
   * it.
   *
   * @param since lines before that time may be left out; null for all lines
   * @throws org.openhtc.api.ApiException 503 when there may be lines that can't be read now
   */
  List<JobLogLine> lines(Wanted wanted, @Nullable Instant since);
}
