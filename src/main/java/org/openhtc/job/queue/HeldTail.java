package org.openhtc.job.queue;

import java.util.UUID;

/**
 * A submitted tail of a limited project or workspace that is not admitted yet.
 *
 * @param vcpus of all its jobs together
 * @param reason that its jobs show now
 */
public record HeldTail(UUID batch, UUID project, String workspace, long vcpus, String reason) {}
