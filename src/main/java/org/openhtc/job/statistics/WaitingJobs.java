package org.openhtc.job.statistics;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.forecast.ExpectedStart;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

/**
 * Waiting jobs of a project that need the same resources, and therefore wait for the same reason.
 *
 * @param taskId the task whose jobs have waited longest
 * @param tasks number of tasks that have such jobs
 * @param jobs number of waiting jobs; includes the held ones
 * @param heldJobs number of jobs that a vCPU limit holds before they enter the queue
 * @param oldestSubmittedAt when the oldest batch was submitted
 * @param reason one sentence
 * @param firstBatch the first batch with such jobs in the order of submission
 * @param lastBatch the last one
 * @param firstStart of the first job; absent if no host can run it
 * @param lastStart of the last job
 */
record WaitingJobs(
    UUID projectId,
    UUID taskId,
    int tasks,
    JobPriority priority,
    Architecture architecture,
    @JsonProperty("maxVCpus") int maxVcpus,
    int maxMemory,
    @JsonProperty("maxDiskGiB") int maxDiskGib,
    List<RegionName> regions,
    long jobs,
    long heldJobs,
    Instant oldestSubmittedAt,
    String reason,
    @JsonIgnore UUID firstBatch,
    @JsonIgnore UUID lastBatch,
    @Nullable ExpectedStart firstStart,
    @Nullable ExpectedStart lastStart) {

  WaitingJobs with(@Nullable ExpectedStart first, @Nullable ExpectedStart last) {
    return new WaitingJobs(
        projectId,
        taskId,
        tasks,
        priority,
        architecture,
        maxVcpus,
        maxMemory,
        maxDiskGib,
        regions,
        jobs,
        heldJobs,
        oldestSubmittedAt,
        reason,
        firstBatch,
        lastBatch,
        first,
        last);
  }
}
