package org.openhtc.execution.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openhtc.host.HostReports;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobReport;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.lease.DueTime;
import org.openhtc.lease.Lease;
import org.openhtc.lease.Leases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Returns the jobs of a host to the queue when no process has reached its engine for longer than
 * {@code openhtc.execution.host-lost-after}. A host with a shorter outage keeps its jobs, because
 * their containers may still be running.
 */
final class LostHost {
  private static final Logger log = LoggerFactory.getLogger(LostHost.class);

  /** Time between two checks. A lost host gets no jobs, so there is seldom a job to return. */
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);

  private final String host;
  private final HostReports hosts;
  private final Assignments assignments;
  private final Leases leases;
  private final Duration lostAfter;
  private final Clock clock;
  private DueTime nextCheck = DueTime.NOW;

  /**
   * @param lostAfter how long the engine may be unreachable
   */
  LostHost(
      String host,
      HostReports hosts,
      Assignments assignments,
      Leases leases,
      Duration lostAfter,
      Clock clock) {
    this.host = host;
    this.hosts = hosts;
    this.assignments = assignments;
    this.leases = leases;
    this.lostAfter = lostAfter;
    this.clock = clock;
  }

  /**
   * Called in every pass that can't reach the engine.
   *
   * @param lease of the host; without it another process decides
   */
  void requeueJobsIfLost(Lease lease) {
    Instant now = clock.instant();
    if (nextCheck.isReached(now) && isLost(now)) {
      requeueJobs(now, lease);
      nextCheck = DueTime.after(CHECK_INTERVAL, now);
    }
  }

  /** Another process may have reached the engine since this one lost it. */
  private boolean isLost(Instant now) {
    return hosts
        .unreachableSince(host)
        .map(since -> now.isAfter(since.plus(lostAfter)))
        .orElse(false);
  }

  private void requeueJobs(Instant now, Lease lease) {
    String reason = "Host %s became unreachable".formatted(host);
    List<Assignment> jobs = assignments.onHost(host);
    if (!jobs.isEmpty() && leases.isCurrent(lease)) {
      log.warn("{}: its {} jobs return to the queue", reason, jobs.size());
      assignments.record(jobs.stream().map(job -> fault(job, now, reason)).toList());
    }
  }

  private static JobReport fault(Assignment job, Instant now, String reason) {
    return new JobReport(job.id(), job.attempt(), now, new JobEvent.Faulted(reason));
  }
}
