package org.openhtc.job.log;

import java.util.UUID;

/** Removes what jobs printed when the jobs themselves go; module {@code execution} keeps it. */
@FunctionalInterface
public interface JobLogRemoval {

  /**
   * Removes the kept logs of a batch; removing nothing is fine.
   *
   * @return false when the store did not do it: then the batch has to stay, and is asked for again
   */
  boolean remove(UUID projectId, UUID taskId, UUID batchId);
}
