package org.openhtc.scheduling;

import java.time.Clock;
import org.openhtc.host.Hosts;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.lease.Leases;

/**
 * What every region's scheduler works with.
 *
 * @param limits what projects and workspaces may use
 */
record SchedulerParts(
    JobQueue queue,
    AdmissionLimits limits,
    Hosts hosts,
    Leases leases,
    SchedulingSettings settings,
    Clock clock) {}
