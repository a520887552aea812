package org.openhtc.execution.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
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
 */
public record EngineFacts(
    String engineId,
    String version,
    Architecture architecture,
    int vcpus,
    long memoryMib,
    @Nullable Long diskFreeGib,
    @Nullable Boolean hyperthreading,
    Duration clockSkew) {}
