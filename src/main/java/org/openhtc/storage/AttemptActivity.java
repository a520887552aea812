package org.openhtc.storage;

import java.util.Optional;
import java.util.UUID;

/** Information about attempts of jobs; implemented by the module that owns the jobs. */
public interface AttemptActivity {

  /**
   * The owner of the job if this attempt is placed and has not ended. Empty for an earlier attempt,
   * and when there is no such job.
   *
   * @param index of the job in its batch, from 0
   * @param attempt from 1
   */
  Optional<Owner> onHost(UUID batchId, int index, int attempt);

  /** The project and the task of a job. */
  record Owner(UUID projectId, UUID taskId) {}
}
