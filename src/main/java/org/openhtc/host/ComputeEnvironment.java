package org.openhtc.host;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

/**
 * A combination of what a job may run on, in the words of the published API. A member that is null
 * is left open, or not known.
 *
 * @param machineType see {@link HostMeasure#machineType}
 * @param hyperthreading null for a host whose processors can't be looked at from here
 * @param derived what machines of that type have
 */
public record ComputeEnvironment(
    @Nullable RegionName region,
    @Nullable String machineType,
    @Nullable JobPriority priority,
    @Nullable AutoscalingProfile computeScalingPolicy,
    @Nullable Boolean hyperthreading,
    @Nullable Machine derived) {

  /**
   * What a machine has, before anything is kept from jobs.
   *
   * @param memory GiB; of several machines the least
   * @param swap always false: jobs get none
   */
  public record Machine(
      Architecture architecture, @JsonProperty("vCPUs") int vcpus, double memory, boolean swap) {

    static Machine of(HostMeasure measure) {
      double gib = Math.round(measure.memoryMib() / 102.4) / 10.0;
      return new Machine(measure.architecture(), measure.vcpus(), gib, false);
    }
  }

  /**
   * What the host is to jobs of that priority; all but the region is null before it is measured.
   */
  public static ComputeEnvironment of(Host host, JobPriority priority) {
    HostMeasure measure = host.measure();
    return new ComputeEnvironment(
        host.region(),
        measure == null ? null : measure.machineType(),
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
