package org.openhtc.job.query;

import org.jspecify.annotations.Nullable;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

/** The published description of the machine that a job was placed on. */
record InstanceLabels(
    String csp, String priority, String instanceType, String instanceArchitecture, String region) {

  /** Null if the job was never placed. */
  static @Nullable InstanceLabels of(JobRow row) {
    return row.region() == null || row.host() == null
        ? null
        : of(row.region(), row.priority(), row.architecture());
  }

  static InstanceLabels of(RegionName region, JobPriority priority, Architecture architecture) {
    return new InstanceLabels(
        region.cloudProvider().name(),
        priority.name(),
        "docker-host",
        architecture.name(),
        region.name());
  }
}
