package org.openhtc.job;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.region.CloudProvider;
import org.openhtc.region.RegionName;

/** A batch as the submission answers it: what was sent, completed, with the read-only members. */
record SubmittedBatch(
    @Nullable String jobName,
    UUID taskId,
    UUID projectId,
    UUID parentJobId,
    String createdBy,
    String workspaceId,
    @Nullable String group,
    int batchSize,
    List<RegionName> regions,
    Instant rescaleTimeReceived,
    JobDefinition htcJobDefinition,
    List<JobTag> tags,
    Map<String, Integer> retryStrategy,
    String jobDefinitionName,
    CloudProvider cloudProvider) {}
