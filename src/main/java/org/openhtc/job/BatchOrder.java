package org.openhtc.job;

import java.util.UUID;

/** What execution has to know to run the jobs of a batch; it never changes. */
public record BatchOrder(
    UUID batchId,
    UUID projectId,
    UUID taskId,
    String workspaceId,
    String createdBy,
    JobDefinition definition) {}
