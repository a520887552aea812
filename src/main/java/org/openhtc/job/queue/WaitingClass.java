package org.openhtc.job.queue;

import java.util.List;
import java.util.UUID;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

/**
 * Waiting jobs of one project with the same priority, demand and regions: the same hosts suit them,
 * so they wait for the same reason.
 *
 * @param workspace the workspace of the project
 */
public record WaitingClass(
    UUID project,
    String workspace,
    JobPriority priority,
    Demand demand,
    List<RegionName> regions) {}
