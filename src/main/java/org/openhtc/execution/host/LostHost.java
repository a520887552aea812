package org.openhtc.execution.host;

import java.time.Instant;
import java.util.List;
import org.openhtc.execution.attempt.HostParts;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobReport;
import org.openhtc.job.assignment.Assignment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Returns the jobs of a host to the queue when its engine has been unreachable for longer than
 * {@code openhtc.execution.host-lost-after}. A host with a shorter outage keeps its jobs, because
 * their containers may still be running.
 */
final class LostHost {
  private static final Logger log = LoggerFactory.getLogger(LostHost.class);

  private final HostParts parts;
  private final HostConnection connection;

  LostHost(HostParts parts, HostConnection connection) {
    this.parts = parts;
    this.connection = connection;
  }

  /** Called in every pass that cannot reach the engine. */
  void requeueJobsIfLost() {
    Instant now = parts.clock().instant();
    boolean isLost =
        connection
            .unreachableSince()
            .map(since -> now.isAfter(since.plus(parts.settings().hostLostAfter())))
            .orElse(false);
    if (isLost) {
      requeueJobs(now);
    }
  }

  private void requeueJobs(Instant now) {
    String reason = "Host %s became unreachable".formatted(parts.host().name());
    List<Assignment> jobs = parts.assignments().onHost(parts.host().name());
    if (!jobs.isEmpty()) {
      log.warn("{}: its {} jobs return to the queue", reason, jobs.size());
      parts.assignments().record(jobs.stream().map(job -> fault(job, now, reason)).toList());
    }
  }

  private static JobReport fault(Assignment job, Instant now, String reason) {
    return new JobReport(job.id(), job.attempt(), now, new JobEvent.Faulted(reason));
  }
}
