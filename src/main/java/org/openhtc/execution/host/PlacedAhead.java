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

  /** Since when it is not known whether anything may be launched; null while that is known. */
  private @Nullable Instant pendingSince;

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

  /** A session begins: how long the earlier one has waited has no meaning for it. */
  void opened() {
    pendingSince = null;
  }

  /**
   * Called in every pass.
   *
   * @param permission without it, nothing is launched until another call
   */
  void check(HostTracking tracking, LaunchPermission permission) {
    tracking.hold(!(permission instanceof LaunchPermission.Granted));
    Host present = measured();
    if (present.measure() != null) {
      tracking.resize(present.vcpusForJobs(), present.memoryForJobs());
    }
    if (present.duty().state() != HostDuty.WORKING) {
      tracking.returnToQueue(
          job -> true, "Host %s was drained before it started".formatted(name()));
    }
    returnUnlaunched(tracking, permission, clock.instant());
  }

  private void returnUnlaunched(HostTracking tracking, LaunchPermission permission, Instant now) {
    switch (permission) {
      case LaunchPermission.Granted granted -> {
        pendingSince = null;
        returnOverdue(tracking, now, "Host %s had no capacity for it in time");
      }
      case LaunchPermission.Pending pending -> {
        Instant since = pendingSince == null ? now : pendingSince;
        pendingSince = since;
        // Not by the time of their placement alone: before, jobs were launched at once.
        if (since.isBefore(now.minus(LONGEST_WAIT))) {
          returnOverdue(tracking, now, "Host %s was not tested in time");
        }
      }
      case LaunchPermission.Refused refused -> {
        pendingSince = null;
        tracking.returnToQueue(
            job -> true, "Host %s gets no jobs: %s".formatted(name(), refused.reason()));
      }
    }
  }

  private void returnOverdue(HostTracking tracking, Instant now, String reason) {
    Instant oldest = now.minus(LONGEST_WAIT);
    tracking.returnToQueue(job -> job.placedAt().isBefore(oldest), reason.formatted(name()));
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
