package org.openhtc.job.query;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.JobStatus;
import org.openhtc.job.JobTag;
import org.openhtc.job.NameValue;
import org.openhtc.job.retry.RetryStrategy;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

/** A job as in responses; properties without a value are left out. */
public record JobView(
    @JsonProperty("jobUUID") String jobUuid,
    @Nullable String providerJobId,
    @Nullable RegionName region,
    UUID taskId,
    UUID projectId,
    JobStatus status,
    String statusReason,
    @Nullable ContainerDetails container,
    Instant createdAt,
    String createdBy,
    @Nullable String failureCode,
    String workspaceId,
    @Nullable String group,
    @Nullable List<String> commands,
    @Nullable List<NameValue> envs,
    @Nullable ExecutionEnvironment jobExecutionEnvironment,
    @Nullable List<JobTag> tags,
    Architecture architecture,
    @JsonProperty("maxVCpus") @Nullable Integer maxVCpus,
    @Nullable Integer maxMemory,
    @JsonProperty("maxDiskGiB") @Nullable Integer maxDiskGiB,
    @Nullable Integer maxSwap,
    @Nullable String imageName,
    @Nullable Integer execTimeoutSeconds,
    Instant updatedAt,
    @Nullable String instanceId,
    @Nullable InstanceLabels instanceLabels,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @JsonProperty("peakMemoryMiB") @Nullable Long peakMemoryMib,
    @Nullable Long cpuTimeMillis,
    @Nullable String jobName,
    @Nullable RetryStrategy retryStrategy,
    @Nullable JobPriority priority,
    @Nullable String workingDir) {

  /** How the container ended. */
  record ContainerDetails(@Nullable Integer exitCode, String reason) {
    public static @Nullable ContainerDetails of(
        JobStatus status, @Nullable Integer exitCode, String reason) {
      return exitCode == null && !status.isTerminal()
          ? null
          : new ContainerDetails(exitCode, reason);
    }
  }

  /** Where the job runs or ran. */
  record ExecutionEnvironment(String instanceId) {}

  /**
   * @param shared the definition of the batch for the FULL view; null for the SIMPLE view
   */
  public static JobView of(JobRow row, JobQueries.@Nullable Shared shared) {
    JobDefinition definition = shared == null ? null : shared.definition();
    return new JobView(
        row.id().toString(),
        row.host() == null ? null : row.id() + "#" + row.attempt(),
        row.region(),
        row.taskId(),
        row.projectId(),
        row.status(),
        row.statusReason(),
        ContainerDetails.of(row.status(), row.exitCode(), row.statusReason()),
        row.submittedAt(),
        row.createdBy(),
        row.failureCode(),
        row.workspaceId(),
        row.group(),
        definition == null ? null : definition.commands(),
        definition == null ? null : definition.envs(),
        row.host() == null ? null : new ExecutionEnvironment(row.host()),
        shared == null ? null : shared.tags(),
        row.architecture(),
        definition == null ? null : definition.maxVCpus(),
        definition == null ? null : row.memoryMib(),
        definition == null ? null : definition.maxDiskGiB(),
        definition == null ? null : definition.maxSwap(),
        definition == null ? null : definition.imageName(),
        definition == null ? null : definition.execTimeoutSeconds(),
        row.updatedAt(),
        row.host(),
        InstanceLabels.of(row),
        row.startedAt(),
        row.completedAt(),
        shared == null ? null : row.usage().peakMemoryMib(),
        shared == null ? null : row.usage().cpuMillis(),
        shared == null ? null : shared.name(),
        shared == null ? null : shared.retries(),
        definition == null ? null : definition.priority(),
        definition == null ? null : definition.workingDir());
  }
}
