package org.openhtc.job.retry;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * When failed jobs end the others of their batch or group.
 *
 * @param failures that many failed jobs; null if only the percentage counts
 * @param percent of the jobs, from 1 to 100; null if only the number counts
 * @param scope whose failures count, and which jobs are cancelled
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailFast(@Nullable Integer failures, @Nullable Integer percent, Scope scope) {

  /** The jobs that share their fate. */
  public enum Scope {
    BATCH,
    /** All batches of the task that were submitted with the same group. */
    GROUP
  }

  /** Whether so many failures are enough. */
  public boolean isReached(long failed, long size) {
    return (failures != null && failed >= failures)
        || (percent != null && failed > 0 && failed * 100 >= (long) percent * size);
  }
}
