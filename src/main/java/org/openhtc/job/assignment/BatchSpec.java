package org.openhtc.job.assignment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobDefinition;
import org.openhtc.registry.PinnedImage;

/**
 * What execution has to know to run the jobs of a batch; it never changes.
 *
 * @param image in the project's registry as it was found at submission; null when hosts hold the
 *     image by the plain name that the definition gives
 */
public record BatchSpec(
    UUID batchId,
    UUID projectId,
    UUID taskId,
    String workspaceId,
    String createdBy,
    @Nullable PinnedImage image,
    JobDefinition definition) {}
