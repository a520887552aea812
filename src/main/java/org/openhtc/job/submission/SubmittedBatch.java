package org.openhtc.job.submission;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.JobTag;
import org.openhtc.region.CloudProvider;
import org.openhtc.region.RegionName;
import org.openhtc.registry.PinnedImage;

/**
 * A batch as the submission answers it: what was sent, completed, with the read-only members.
 *
 * @param image what the image's name stood for in the project's registry; null for an image that
 *     hosts hold
 */
public record SubmittedBatch(
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
    Map<String, Integer> retryStrategy,
    String jobDefinitionName,
    CloudProvider cloudProvider) {

  /** There in any case and never null, because clients read it unasked: "" without a group. */
  @JsonProperty("group")
  String groupName() {
    return Objects.requireNonNullElse(group, "");
  }
}
