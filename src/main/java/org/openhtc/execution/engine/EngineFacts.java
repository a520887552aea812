package org.openhtc.execution.engine;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.HostMeasure.NodeSize;
import org.openhtc.region.Architecture;

/**
 * An engine's description of itself and its machine.
 *
 * @param engineId identity of the engine, stable over its restarts
 * @param version version of the engine, such as {@code 20.10.24}
 * @param vcpus logical processors of the machine
 * @param memoryMib memory of the machine in MiB
 * @param diskFreeGib free space in GiB where the engine keeps containers; null if not known
 * @param hyperthreading whether two logical processors share a core; null if not known
 * @param clockSkew how far the engine's clock is ahead of this process's clock; negative if it is
 *     behind; zero if the difference is within the uncertainty of the measurement, or not known
 * @param nodeSizes the largest nodes of a cluster whose nodes are fixed; else empty
 * @param ignoredLimits what the engine can't limit, such as {@code memory}
 * @param warning one clause about the engine for administrators; null if there is none
 */
public record EngineFacts(
    String engineId,
    String version,
    Architecture architecture,
    int vcpus,
    long memoryMib,
    @Nullable Long diskFreeGib,
    @Nullable Boolean hyperthreading,
    Duration clockSkew,
    List<NodeSize> nodeSizes,
    List<String> ignoredLimits,
    @Nullable String warning) {

  /** An engine without known weaknesses. */
  public EngineFacts(
      String engineId,
      String version,
      Architecture architecture,
      int vcpus,
      long memoryMib,
      @Nullable Long diskFreeGib,
      @Nullable Boolean hyperthreading,
      Duration clockSkew) {
    this(
        engineId,
        version,
        architecture,
        vcpus,
        memoryMib,
        diskFreeGib,
        hyperthreading,
        clockSkew,
        List.of(),
        List.of(),
        null);
  }
}
