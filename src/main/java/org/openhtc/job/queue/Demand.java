package org.openhtc.job.queue;

import org.openhtc.region.Architecture;

/**
 * What one job takes of a host. Jobs of equal demand are looked at together.
 *
 * @param vcpus processors
 * @param memoryMib MiB
 * @param diskGib GiB of writable layer
 */
public record Demand(Architecture architecture, int vcpus, int memoryMib, int diskGib) {}
