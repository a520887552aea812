package org.openhtc.job.submission;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobTag;
import org.openhtc.job.retry.FailFast;
import org.openhtc.job.retry.RetryRule;
import org.openhtc.region.Architecture;
import org.openhtc.region.CloudProvider;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

/**
 * A batch as a client sends it; {@link JobSubmissionRules} completes or rejects it.
 *
 * @param region sent by the Python client instead of {@code regions}
 */
record BatchRequest(
    @Nullable String jobName,
    @Nullable Integer batchSize,
    @Nullable List<@Nullable RegionName> regions,
    @Nullable RegionName region,
    @Nullable Definition htcJobDefinition,
    @Nullable List<@Nullable JobTag> tags,
    @Nullable Retry retryStrategy,
    @Nullable FailFastRequest failFast,
    @Nullable CloudProvider cloudProvider) {

  record Definition(
      @Nullable String imageName,
      @JsonProperty("maxVCpus") @Nullable Integer maxVCpus,
      @Nullable Integer maxMemory,
      @JsonProperty("maxDiskGiB") @Nullable Integer maxDiskGiB,
      @Nullable Integer maxSwap,
      @Nullable Map<String, @Nullable String> tags,
      @Nullable List<@Nullable String> commands,
      @Nullable List<@Nullable Pair> envs,
      @Nullable List<@Nullable Pair> claims,
      @Nullable Integer execTimeoutSeconds,
      @Nullable Architecture architecture,
      @Nullable JobPriority priority,
      @Nullable String workingDir) {}

  record Pair(@Nullable String name, @Nullable String value) {}

  record Retry(@Nullable Integer maxRetries, @Nullable List<@Nullable Rule> rules) {}

  record Rule(
      @Nullable List<@Nullable FailureCode> failureCodes,
      @Nullable List<@Nullable String> exitCodes,
      RetryRule.@Nullable Action action,
      @Nullable Integer maxRetries,
      @Nullable Boolean onAnotherHost,
      @Nullable Double memoryFactor,
      @Nullable Integer maxMemory) {}

  record FailFastRequest(
      @Nullable Integer failures, @Nullable Integer percent, FailFast.@Nullable Scope scope) {}
}
