package org.openhtc.job.lifecycle;

import java.util.List;
import org.openhtc.job.JobStatus;
import org.openhtc.job.retry.RetryRule;
import org.openhtc.job.retry.RetryStrategy;

/** Makes states of jobs with 1024 MiB. */
final class TestJobStates {
  static final int MEMORY_MIB = 1024;

  private TestJobStates() {}

  static JobState of(
      JobStatus status,
      int attempt,
      int retriesUsed,
      int faults,
      int maxRetries,
      boolean cancelRequested) {
    return new JobState(
        status,
        attempt,
        retriesUsed,
        faults,
        RetryStrategy.of(maxRetries),
        cancelRequested,
        MEMORY_MIB,
        false,
        null);
  }

  /** A running job with retry rules. */
  static JobState running(int retriesUsed, int maxRetries, int memoryMib, List<RetryRule> rules) {
    return new JobState(
        JobStatus.RUNNING,
        1,
        retriesUsed,
        0,
        new RetryStrategy(maxRetries, rules),
        false,
        memoryMib,
        false,
        null);
  }
}
