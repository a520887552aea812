package org.openhtc.job.submission;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.JobTag;
import org.openhtc.job.retry.FailFast;
import org.openhtc.job.retry.RetryStrategy;
import org.openhtc.region.CloudProvider;
import org.openhtc.region.RegionName;
import org.openhtc.registry.PinnedImage;

/**
 * A batch as in the response to its submission: as sent, with defaults and read-only properties.
 *
 * @param image the image in the project's registry that the name referred to; null for an image
 *     that is only on hosts
 */
record SubmittedBatch(
    @Nullable String jobName,
    UUID taskId,
    UUID projectId,
    UUID parentJobId,
    String createdBy,
    String workspaceId,
    @JsonIgnore @Nullable String group,
    int batchSize,
    List<RegionName> regions,
    Instant rescaleTimeReceived,
    JobDefinition htcJobDefinition,
    @JsonIgnore @Nullable PinnedImage image,
    List<JobTag> tags,
    RetryStrategy retryStrategy,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FailFast failFast,
    String jobDefinitionName,
    CloudProvider cloudProvider) {

  /** Always present and never null, because clients rely on it: "" without a group. */
  @JsonProperty("group")
  String groupName() {
    return Objects.requireNonNullElse(group, "");
  }
}
