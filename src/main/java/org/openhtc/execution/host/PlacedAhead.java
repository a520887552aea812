package org.openhtc.execution.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.tracking.HostTracking;
import org.openhtc.host.Host;
import org.openhtc.host.HostDuty;
import org.openhtc.host.HostReports;
import org.openhtc.job.JobId;

/**
 * The jobs that were placed on one host and can't be launched yet: how much room there is for them,
 * and when they return to the queue. Only the agent returns them, because it alone knows that their
 * containers never started.
 */
final class PlacedAhead {
  /** How long a job waits for room; the scheduler assumes the same ({@code PreparedJobs}). */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final HostReports hosts;
  private final Clock clock;
  private volatile Host host;

  /** Since when nothing may be launched; null while it may. */
  private @Nullable Instant heldSince;

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
  void check(HostTracking tracking, LaunchPermission permission) {
    Instant now = clock.instant();
    apply(permission, tracking, now);
    Host present = measured();
    if (present.measure() != null) {
      tracking.resize(present.vcpusForJobs(), present.memoryForJobs());
    }
    if (present.duty().state() != HostDuty.WORKING) {
      tracking.returnToQueue(
          job -> true, "Host %s was drained before it started".formatted(name()));
    }
    returnOverdue(tracking, now.minus(LONGEST_WAIT));
  }

  /**
   * While nothing may be launched, the wait begins with that, because jobs that could have been
   * launched before may have been placed long ago.
   */
  private void returnOverdue(HostTracking tracking, Instant oldest) {
    Instant since = heldSince;
    if (since == null || since.isBefore(oldest)) {
      tracking.returnToQueue(
          job -> job.placedAt().isBefore(oldest),
          since == null
              ? "Host %s had no capacity for it in time".formatted(name())
              : "Host %s was not tested in time".formatted(name()));
    }
  }

  private void apply(LaunchPermission permission, HostTracking tracking, Instant now) {
    switch (permission) {
      case LaunchPermission.Granted granted -> {
        heldSince = null;
        tracking.hold(false);
      }
      case LaunchPermission.Pending pending -> hold(tracking, now);
      case LaunchPermission.Refused refused -> {
        hold(tracking, now);
        tracking.returnToQueue(
            job -> true, "Host %s gets no jobs: %s".formatted(name(), refused.reason()));
      }
    }
  }

  private void hold(HostTracking tracking, Instant now) {
    if (heldSince == null) {
      heldSince = now;
    }
    tracking.hold(true);
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
