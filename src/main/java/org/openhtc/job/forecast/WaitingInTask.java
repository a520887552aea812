package org.openhtc.job.forecast;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.queue.Demand;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

/**
 * Waiting jobs of a task that need the same resources, and therefore wait for the same reason.
 *
 * @param jobs how many
 * @param heldJobs how many of them a vCPU limit holds before they enter the queue
 * @param firstBatch the first batch with such jobs in the order of submission
 * @param lastBatch the last one
 */
record WaitingInTask(
    JobPriority priority,
    Demand demand,
    List<RegionName> regions,
    long jobs,
    long heldJobs,
    String reason,
    UUID firstBatch,
    UUID lastBatch) {

  /**
   * The jobs as in responses.
   *
   * @param firstStart of the first job; absent if no host can run it
   * @param lastStart of the last job
   */
  record View(
      JobPriority priority,
      Architecture architecture,
      @JsonProperty("maxVCpus") int maxVcpus,
      int maxMemory,
      @JsonProperty("maxDiskGiB") int maxDiskGib,
      List<RegionName> regions,
      long jobs,
      long heldJobs,
      String reason,
      @Nullable ExpectedStart firstStart,
      @Nullable ExpectedStart lastStart) {}

  View with(Optional<ExpectedBatch> first, Optional<ExpectedBatch> last) {
    return new View(
        priority,
        demand.architecture(),
        demand.vcpus(),
        demand.memoryMib(),
        demand.diskGib(),
        regions,
        jobs,
        heldJobs,
        reason,
        first.map(ExpectedBatch::first).orElse(null),
        last.map(ExpectedBatch::last).orElse(null));
  }
}
