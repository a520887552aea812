package org.openhtc.task;

import java.util.UUID;

/** What tasks must know of jobs; answered by the module that has them. */
public interface LiveJobs {

  /**
   * Whether a job of the task has not ended. Asked while the task is locked against new jobs, in
   * the same transaction.
   */
  boolean any(UUID taskId);
}
