package org.openhtc.job.queue;

import java.util.UUID;
import org.openhtc.region.JobPriority;

/**
 * Waiting jobs of one project with the same priority and demand: the same hosts suit them.
 *
 * @param workspace the workspace of the project
 */
public record WaitingClass(UUID project, String workspace, JobPriority priority, Demand demand) {}
