package org.openhtc.job.submission;

import java.util.List;
import java.util.UUID;
import org.openhtc.region.RegionName;

/**
 * The waiting work of a workspace.
 *
 * @param classes the different demands of its live batches
 */
record WaitingWork(long jobs, long batches, List<DemandClass> classes) {
  /** Batches of one class wait for the same capacity. */
  record DemandClass(
      UUID project,
      List<String> regions,
      String priority,
      String architecture,
      int vcpus,
      int memory,
      int disk) {

    static DemandClass of(UUID project, CheckedBatch batch) {
      return new DemandClass(
          project,
          batch.regions().stream().map(RegionName::name).toList(),
          batch.definition().priority().name(),
          batch.definition().architecture().name(),
          batch.definition().maxVCpus(),
          batch.definition().maxMemory(),
          batch.definition().maxDiskGiB());
    }
  }
}
