package org.openhtc.host.published;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.Host;
import org.openhtc.host.HostMeasure;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

/**
 * A combination of properties that a job's host may have: a dimension of the published API. Null
 * means not specified or unknown.
 *
 * @param machineType see {@link HostMeasure#machineType}
 * @param hyperthreading null for a host whose processors cannot be inspected from here
 * @param derived the properties of machines of that type
 */
public record ComputeEnvironment(
    @Nullable RegionName region,
    @Nullable String machineType,
    @Nullable JobPriority priority,
    @Nullable AutoscalingProfile computeScalingPolicy,
    @Nullable Boolean hyperthreading,
    @Nullable Machine derived) {

  /**
   * The properties of a machine, before anything is reserved.
   *
   * @param memory in GiB; the smallest value of several machines
   * @param swap always false, because jobs have no swap
   */
  public record Machine(
      Architecture architecture, @JsonProperty("vCPUs") int vcpus, double memory, boolean swap) {

    static Machine of(HostMeasure measure) {
      double gib = Math.round(measure.memoryMib() / 102.4) / 10.0;
      return new Machine(measure.architecture(), measure.vcpus(), gib, false);
    }
  }

  /**
   * The environment that the host offers to jobs of that priority. The properties of the machine
   * are null before the host is measured.
   */
  public static ComputeEnvironment of(Host host, JobPriority priority) {
    HostMeasure measure = host.measure();
    return new ComputeEnvironment(
        host.region(),
        measure == null ? null : measure.machineType(host.kind()),
        priority,
        AutoscalingProfile.BALANCED,
        measure == null ? null : measure.hyperthreading(),
        measure == null ? null : Machine.of(measure));
  }

  ComputeEnvironment withoutMachine() {
    return with(null);
  }

  ComputeEnvironment with(@Nullable Machine machine) {
    return new ComputeEnvironment(
        region, machineType, priority, computeScalingPolicy, hyperthreading, machine);
  }
}
