package org.openhtc.host;

import org.openhtc.region.Architecture;

/**
 * What a host has, as its engine tells it.
 *
 * @param vcpus logical processors
 * @param memoryMib memory in MiB
 * @param diskGib free disk in GiB; 0 when it can't be told
 * @param diskMechanism how disk limits are enforced there
 * @param isolation how jobs are kept from the host and each other
 * @param engineVersion version of its engine
 */
public record HostMeasure(
    Architecture architecture,
    int vcpus,
    long memoryMib,
    long diskGib,
    String diskMechanism,
    String isolation,
    String engineVersion) {}
