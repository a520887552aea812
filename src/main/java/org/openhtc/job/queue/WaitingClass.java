package org.openhtc.job.queue;

import java.util.UUID;
import org.openhtc.region.JobPriority;

/**
 * Jobs of a project that wait for the same hosts in the same manner.
 *
 * @param workspace the project's
 */
public record WaitingClass(UUID project, String workspace, JobPriority priority, Demand demand) {}
