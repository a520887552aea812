package org.openhtc.task;

import java.util.UUID;

/**
 * A task was deleted, and its files can be removed. Published inside the deleting transaction, so
 * listeners run after the commit. A crash may lose the event, so listeners also need a sweep.
 */
public record TaskDeleted(UUID projectId, UUID taskId) {}
