package org.openhtc.scheduling;

import java.time.Clock;
import java.time.Instant;
import org.openhtc.host.Hosts;
import org.openhtc.job.JobQueue;
import org.openhtc.lease.Leases;

/**
 * What every region's scheduler works with.
 *
 * @param limits what projects and workspaces may use
 * @param startedAt when this process started: a region can't have been down for longer, as far as
 *     it can tell
 */
record SchedulerParts(
    JobQueue queue,
    AdmissionLimits limits,
    Hosts hosts,
    Leases leases,
    SchedulingSettings settings,
    Clock clock,
    Instant startedAt) {}
