package org.openhtc.execution.host;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobReport;
import org.openhtc.job.assignment.Assignments;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Returns, at each start, the jobs of hosts that are no longer configured to the queue. */
@Component
class UnconfiguredHosts {
  private final Hosts hosts;
  private final Assignments assignments;
  private final Clock clock;

  UnconfiguredHosts(Hosts hosts, Assignments assignments, Clock clock) {
    this.hosts = hosts;
    this.assignments = assignments;
    this.clock = clock;
  }

  @EventListener(ApplicationReadyEvent.class)
  void requeueJobs() {
    Set<String> configured = hosts.all().stream().map(Host::name).collect(Collectors.toSet());
    Instant now = clock.instant();
    for (String host : assignments.jobsByHost().keySet()) {
      if (!configured.contains(host)) {
        assignments.record(reports(host, now));
      }
    }
  }

  private List<JobReport> reports(String host, Instant now) {
    JobEvent removed = new JobEvent.Faulted("Host %s is no longer configured".formatted(host));
    return assignments.onHost(host).stream()
        .map(job -> new JobReport(job.id(), job.attempt(), now, removed))
        .toList();
  }
}
