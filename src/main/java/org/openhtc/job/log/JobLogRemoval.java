package org.openhtc.job.log;

import java.util.UUID;

/** Removes the logs of purged jobs; implemented by module {@code execution}, which stores them. */
@FunctionalInterface
public interface JobLogRemoval {

  /**
   * Removes the stored logs of a batch; a batch without logs is fine.
   *
   * @return false if the object store failed: then the batch must stay, and is purged later
   */
  boolean remove(UUID projectId, UUID taskId, UUID batchId);
}
