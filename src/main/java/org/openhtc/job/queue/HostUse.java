package org.openhtc.job.queue;

import java.util.UUID;

/**
 * What the jobs of one project on one host use together, in the units of {@link Demand}.
 *
 * @param workspace the workspace of the project
 */
public record HostUse(String host, UUID project, String workspace, long vcpus, long memoryMib) {}
