package org.openhtc.host;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openhtc.region.Architecture;

/**
 * The properties of a host that its engine reports.
 *
 * @param vcpus logical processors
 * @param memoryMib memory in MiB
 * @param diskGib free disk in whole GiB; null when unknown
 * @param diskMechanism how disk limits are enforced
 * @param isolation how jobs are isolated from the host and each other
 * @param engineVersion version of its engine
 * @param hyperthreading whether two logical processors share a core; null when unknown
 * @param engineId identity of the engine, stable over its restarts; null when unknown
 * @param nodeSizes the largest nodes of a cluster: a job that fits none of them fits no node. Empty
 *     for a single machine, and for a cluster that may add larger nodes by itself
 */
public record HostMeasure(
    Architecture architecture,
    int vcpus,
    long memoryMib,
    @Nullable Long diskGib,
    String diskMechanism,
    String isolation,
    String engineVersion,
    @Nullable Boolean hyperthreading,
    @Nullable String engineId,
    List<NodeSize> nodeSizes) {

  public HostMeasure {
    nodeSizes = List.copyOf(nodeSizes);
  }

  /**
   * What one node of a cluster has for jobs while it runs none.
   *
   * @param memoryMib in MiB
   */
  public record NodeSize(int vcpus, long memoryMib) {

    /** Whether a job with these limits fits. */
    public boolean canHold(int ofVcpus, long ofMemoryMib) {
      return vcpus >= ofVcpus && memoryMib >= ofMemoryMib;
    }

    /** Whether it has room for all that fits the other one. */
    public boolean canHold(NodeSize other) {
      return canHold(other.vcpus, other.memoryMib);
    }
  }

  /**
   * The name of its machine type, such as {@code docker-x86-8vcpu-32gib}. That of a cluster does
   * not contain its capacity, which changes with its nodes.
   */
  public String machineType(Host.Kind kind) {
    String processor = architecture.name().toLowerCase(Locale.ROOT);
    return switch (kind) {
      case DOCKER ->
          "docker-%s-%dvcpu-%dgib".formatted(processor, vcpus, Math.round(memoryMib / 1024.0));
      case KUBERNETES -> "kubernetes-" + processor;
    };
  }
}
