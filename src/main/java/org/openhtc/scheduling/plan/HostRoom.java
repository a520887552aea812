package org.openhtc.scheduling.plan;

import java.util.List;
import java.util.Objects;
import org.openhtc.host.Host;
import org.openhtc.host.HostMeasure;
import org.openhtc.host.HostMeasure.NodeSize;
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
 * @param nodeSizes the largest nodes if it is a cluster; empty for a single machine
 */
public record HostRoom(
    String host,
    Architecture architecture,
    long vcpus,
    long memoryMib,
    long diskGib,
    long totalVcpus,
    long totalMemoryMib,
    List<NodeSize> nodeSizes) {

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
        host.memoryForJobs(),
        measure.nodeSizes());
  }

  HostRoom less(Demand demand) {
    return with(vcpus - demand.vcpus(), memoryMib - demand.memoryMib());
  }

  /** The room after the end of a job. */
  HostRoom plus(Demand demand) {
    return with(vcpus + demand.vcpus(), memoryMib + demand.memoryMib());
  }

  /** The room of the same host without any job. */
  HostRoom empty() {
    return with(totalVcpus, totalMemoryMib);
  }

  /** The same host with so much free. */
  public HostRoom with(long freeVcpus, long freeMemoryMib) {
    return new HostRoom(
        host,
        architecture,
        freeVcpus,
        freeMemoryMib,
        diskGib,
        totalVcpus,
        totalMemoryMib,
        nodeSizes);
  }

  /** Whether the host, or one of its nodes, is large enough for such a job. */
  boolean hasNodeFor(Demand demand) {
    return nodeSizes.isEmpty()
        || nodeSizes.stream().anyMatch(n -> n.canHold(demand.vcpus(), demand.memoryMib()));
  }
}
