package org.openhtc.host;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openhtc.region.Architecture;

/**
 * What a host has, as its engine tells it.
 *
 * @param vcpus logical processors
 * @param memoryMib memory in MiB
 * @param diskGib free disk in whole GiB; null when it can't be told
 * @param diskMechanism how disk limits are enforced there
 * @param isolation how jobs are kept from the host and each other
 * @param engineVersion version of its engine
 * @param hyperthreading whether two logical processors share a core; null where it can't be told
 */
public record HostMeasure(
    Architecture architecture,
    int vcpus,
    long memoryMib,
    @Nullable Long diskGib,
    String diskMechanism,
    String isolation,
    String engineVersion,
    @Nullable Boolean hyperthreading) {

  /** What it is called among machines, such as {@code docker-x86-8vcpu-32gib}. */
  public String machineType() {
    return "docker-%s-%dvcpu-%dgib"
        .formatted(
            architecture.name().toLowerCase(Locale.ROOT), vcpus, Math.round(memoryMib / 1024.0));
  }
}
