package org.openhtc.storage;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The access of one attempt of a job. It is part of the attempt's access key, so that the embedded
 * store needs no record of the key.
 *
 * @param index of the job in its batch, from 0
 * @param attempt from 1
 * @param expiresAt in whole seconds; the store refuses the key from then on, also while the attempt
 *     is on a host
 */
public record AttemptGrant(
    UUID batchId, int index, int attempt, Set<JobRight> rights, Instant expiresAt) {

  /** The folders of this grant for a job of that project and task. */
  List<FolderGrant> folders(UUID projectId, UUID taskId) {
    return rights.stream().map(right -> right.folder(projectId, taskId)).toList();
  }
}
