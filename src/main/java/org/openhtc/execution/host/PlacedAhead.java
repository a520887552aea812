package org.openhtc.execution.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.openhtc.execution.tracking.HostTracking;
import org.openhtc.host.Host;
import org.openhtc.host.HostDuty;
import org.openhtc.host.HostReports;
import org.openhtc.job.JobId;

/**
 * The jobs that were placed on one host before there was room for them: how much room there is, and
 * when they return to the queue. Only the agent returns them, because it alone knows that their
 * containers never started.
 */
final class PlacedAhead {
  /** How long a job waits for room; the scheduler assumes the same ({@code PreparedJobs}). */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final HostReports hosts;
  private final Clock clock;
  private volatile Host host;

  /**
   * @param host as read when its agent was made
   */
  PlacedAhead(Host host, HostReports hosts, Clock clock) {
    this.host = host;
    this.hosts = hosts;
    this.clock = clock;
  }

  /** The host as last read from the database. */
  void configured(Host now) {
    host = now;
  }

  /** Called in every pass. */
  void check(HostTracking tracking) {
    Host present = measured();
    if (present.measure() != null) {
      tracking.resize(present.vcpusForJobs(), present.memoryForJobs());
    }
    if (present.duty().state() != HostDuty.WORKING) {
      tracking.returnToQueue(
          job -> true, "Host %s was drained before it started".formatted(name()));
    }
    Instant oldest = clock.instant().minus(LONGEST_WAIT);
    tracking.returnToQueue(
        job -> job.placedAt().isBefore(oldest),
        "Host %s had no capacity for it in time".formatted(name()));
  }

  /** The scheduler needs these jobs elsewhere, or their place for others. */
  void returnToQueue(HostTracking tracking, Set<JobId> jobs) {
    tracking.returnToQueue(
        job -> jobs.contains(job.id()), "Returned by host %s before it started".formatted(name()));
  }

  /** Reads a host again that had not been measured yet: no job is placed on it before that. */
  private Host measured() {
    if (host.measure() == null) {
      hosts.find(name()).ifPresent(this::configured);
    }
    return host;
  }

  private String name() {
    return host.name();
  }
}
