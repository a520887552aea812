package org.openhtc.job.queue;

import org.openhtc.region.Architecture;

/**
 * What one job requires of a host. The scheduler treats jobs of equal demand together.
 *
 * @param vcpus processors
 * @param memoryMib MiB
 * @param diskGib GiB of writable layer
 */
public record Demand(Architecture architecture, int vcpus, int memoryMib, int diskGib) {}
