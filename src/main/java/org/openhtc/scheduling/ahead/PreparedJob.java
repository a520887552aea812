package org.openhtc.scheduling.ahead;

import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.queue.Demand;
import org.openhtc.region.JobPriority;

/** A job that was placed ahead of the room for it, and may have started since. */
public record PreparedJob(
    JobId job, UUID project, JobPriority priority, Demand demand, String host) {}
