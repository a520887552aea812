package org.openhtc.job.bulk;

import java.time.Instant;
import java.util.UUID;

/** Keeps tasks active while their jobs are retried. */
@FunctionalInterface
interface TaskActivation {

  /**
   * Prevents the task from being archived or deleted until the current transaction ends, and
   * records its activity.
   *
   * @return false if the task is not active
   */
  boolean keepActive(UUID task, Instant now);
}
