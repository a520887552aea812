package org.openhtc.job.queue;

import java.util.UUID;

/**
 * The owner of a batch, to which limits apply.
 *
 * @param vcpus of one job of the batch
 */
record BatchOwner(UUID project, String workspace, int vcpus) {}
