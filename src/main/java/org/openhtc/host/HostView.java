package org.openhtc.host;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.region.Architecture;
import org.openhtc.region.RegionName;

/**
 * A host in the responses to administrators.
 *
 * @param kubernetes where on a cluster its jobs run; absent for a Docker engine
 * @param takesJobs whether it is ready: working, healthy and measured
 * @param vcpusForJobs vCPUs that jobs may use together, with the overcommitment
 * @param usedVcpus vCPUs of its starting and running jobs
 * @param memoryForJobsMib memory that jobs may use together
 * @param usedMemoryMib memory limits of its starting and running jobs together
 * @param machine absent before the first contact
 */
record HostView(
    String name,
    RegionName region,
    HostSource source,
    URI endpoint,
    Host.Kind kind,
    @Nullable String tlsDirectory,
    @Nullable ClusterPlace kubernetes,
    int reserveVcpus,
    long reserveMemoryMib,
    double vcpuOvercommit,
    HostDuty duty,
    @Nullable String dutyReason,
    @Nullable Instant dutySince,
    HostHealth health,
    @Nullable String healthReason,
    boolean takesJobs,
    int liveJobs,
    int vcpusForJobs,
    long usedVcpus,
    long memoryForJobsMib,
    long usedMemoryMib,
    @Nullable Instant lastSeenAt,
    @Nullable MachineView machine) {

  record MachineView(
      String machineType,
      Architecture architecture,
      @JsonProperty("vCPUs") int vcpus,
      long memoryMib,
      @JsonProperty("freeDiskGiB") @Nullable Long freeDiskGib,
      String diskLimits,
      String isolation,
      String engineVersion,
      @Nullable Boolean hyperthreading) {

    static MachineView of(Host.Kind kind, HostMeasure measure) {
      return new MachineView(
          measure.machineType(kind),
          measure.architecture(),
          measure.vcpus(),
          measure.memoryMib(),
          measure.diskGib(),
          measure.diskMechanism(),
          measure.isolation(),
          measure.engineVersion(),
          measure.hyperthreading());
    }
  }

  static HostView of(
      Host host, Map<String, Integer> liveJobs, Map<String, HostUsage.Used> usedByHost) {
    HostUsage.Used used = usedByHost.getOrDefault(host.name(), HostUsage.Used.NOTHING);
    return new HostView(
        host.name(),
        host.region(),
        host.source(),
        host.endpoint(),
        host.kind(),
        host.tlsDirectory() == null ? null : host.tlsDirectory().toString(),
        host.cluster(),
        host.reserve().vcpus(),
        host.reserve().memoryMib(),
        host.reserve().vcpuOvercommit(),
        host.duty().state(),
        nullIfEmpty(host.duty().reason()),
        host.duty().since(),
        host.health(),
        nullIfEmpty(host.healthReason()),
        host.isReady(),
        liveJobs.getOrDefault(host.name(), 0),
        host.vcpusForJobs(),
        used.vcpus(),
        host.memoryForJobs(),
        used.memoryMib(),
        host.lastSeenAt(),
        host.measure() == null ? null : MachineView.of(host.kind(), host.measure()));
  }

  private static @Nullable String nullIfEmpty(String reason) {
    return reason.isEmpty() ? null : reason;
  }
}
