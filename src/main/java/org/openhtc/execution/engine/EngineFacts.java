package org.openhtc.execution.engine;

import org.jspecify.annotations.Nullable;
import org.openhtc.region.Architecture;

/**
 * What an engine says of itself and its machine.
 *
 * @param engineId identity of the engine, stable over its restarts
 * @param version version of the engine, such as {@code 20.10.24}
 * @param vcpus logical processors of the machine
 * @param memoryMib memory of the machine in MiB
 * @param diskFreeGib free space in GiB where the engine keeps containers, when it can be told from
 *     here; null when not
 * @param hyperthreading whether two logical processors share a core, when it can be told from here;
 *     null when not
 */
public record EngineFacts(
    String engineId,
    String version,
    Architecture architecture,
    int vcpus,
    long memoryMib,
    @Nullable Long diskFreeGib,
    @Nullable Boolean hyperthreading) {}
