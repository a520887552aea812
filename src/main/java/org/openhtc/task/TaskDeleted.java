package org.openhtc.task;

import java.util.UUID;

/**
 * A task was deleted: its files can go. Published inside the deleting transaction, so listen after
 * commit; a crash may swallow it, so sweep too.
 */
public record TaskDeleted(UUID projectId, UUID taskId) {}
