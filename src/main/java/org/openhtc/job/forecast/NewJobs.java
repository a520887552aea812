package org.openhtc.job.forecast;

import java.util.List;
import java.util.UUID;
import org.openhtc.job.queue.Demand;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

/**
 * Jobs that could be submitted to a task.
 *
 * @param jobs how many
 */
public record NewJobs(
    UUID project,
    String workspace,
    UUID task,
    JobPriority priority,
    Demand demand,
    List<RegionName> regions,
    int jobs) {}
