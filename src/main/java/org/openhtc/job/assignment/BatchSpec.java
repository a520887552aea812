package org.openhtc.job.assignment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobDefinition;
import org.openhtc.registry.PinnedImage;

/**
 * The part of a batch that execution needs to run its jobs. It never changes.
 *
 * @param image the image in the project's registry, pinned at submission; null if hosts have the
 *     image under the name in the definition
 */
public record BatchSpec(
    UUID batchId,
    UUID projectId,
    UUID taskId,
    String workspaceId,
    String createdBy,
    @Nullable PinnedImage image,
    JobDefinition definition) {}
