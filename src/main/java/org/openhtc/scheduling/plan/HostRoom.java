package org.openhtc.scheduling.plan;

import java.util.Objects;
import org.openhtc.host.Host;
import org.openhtc.host.HostMeasure;
import org.openhtc.job.queue.Demand;
import org.openhtc.region.Architecture;

/**
 * What a ready host has left for jobs.
 *
 * @param vcpus free processors; negative when the host has shrunk below what its jobs use
 * @param memoryMib free memory in MiB
 * @param diskGib largest disk limit that one job may have there in GiB. Limits are not added up:
 *     they are ceilings that few jobs reach, and adding the default of 10 GiB would leave most
 *     processors idle.
 * @param totalVcpus processors of the empty host
 * @param totalMemoryMib memory of the empty host
 */
public record HostRoom(
    String host,
    Architecture architecture,
    long vcpus,
    long memoryMib,
    long diskGib,
    long totalVcpus,
    long totalMemoryMib) {

  /**
   * The room of a ready host.
   *
   * @param vcpus that its jobs use
   * @param memoryMib that its jobs use
   */
  public static HostRoom of(Host host, long vcpus, long memoryMib) {
    HostMeasure measure = Objects.requireNonNull(host.measure());
    return new HostRoom(
        host.name(),
        measure.architecture(),
        host.vcpusForJobs() - vcpus,
        host.memoryForJobs() - memoryMib,
        Objects.requireNonNullElse(measure.diskGib(), Long.MAX_VALUE),
        host.vcpusForJobs(),
        host.memoryForJobs());
  }

  HostRoom less(Demand demand) {
    return new HostRoom(
        host,
        architecture,
        vcpus - demand.vcpus(),
        memoryMib - demand.memoryMib(),
        diskGib,
        totalVcpus,
        totalMemoryMib);
  }

  /** The room after the end of a job. */
  HostRoom plus(Demand demand) {
    return new HostRoom(
        host,
        architecture,
        vcpus + demand.vcpus(),
        memoryMib + demand.memoryMib(),
        diskGib,
        totalVcpus,
        totalMemoryMib);
  }

  /** The room of the same host without any job. */
  HostRoom empty() {
    return new HostRoom(
        host, architecture, totalVcpus, totalMemoryMib, diskGib, totalVcpus, totalMemoryMib);
  }
}
