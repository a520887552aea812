package org.openhtc.job.queue;

/** What the jobs on a host take of it together; the units are those of {@link Demand}. */
public record HostUse(String host, int jobs, long vcpus, long memoryMib, long diskGib) {}
