package org.openhtc.job;

import org.jspecify.annotations.Nullable;

/** What the published API tells of the machine that a job was placed on. */
record InstanceLabels(
    String csp, String priority, String instanceType, String instanceArchitecture, String region) {

  /** Null while the job was never placed. */
  static @Nullable InstanceLabels of(JobRow row) {
    if (row.region() == null || row.host() == null) {
      return null;
    }
    return new InstanceLabels(
        row.region().cloudProvider().name(),
        row.priority().name(),
        "docker-host",
        row.architecture().name(),
        row.region().name());
  }
}
