package org.openhtc.job.queue;

import java.util.UUID;

/**
 * What the jobs of one project on one host use together, in the units of {@link Demand}.
 *
 * @param workspace the workspace of the project
 * @param jobs how many
 */
public record HostUse(
    String host, UUID project, String workspace, int jobs, long vcpus, long memoryMib) {}
