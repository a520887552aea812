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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Decides, at each start, about the jobs of hosts that are no longer configured. If the engine of
 * such a host is configured under another name, that host continues its jobs. The others return to
 * the queue.
 */
@Component
class UnconfiguredHosts implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(UnconfiguredHosts.class);

  private final Hosts hosts;
  private final Assignments assignments;
  private final Clock clock;
  private volatile boolean isRunning;

  UnconfiguredHosts(Hosts hosts, Assignments assignments, Clock clock) {
    this.hosts = hosts;
    this.assignments = assignments;
    this.clock = clock;
  }

  /** Before the agents, for which a container without a job is an orphan. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1;
  }

  @Override
  public void start() {
    Set<String> withJobs = assignments.jobsByHost().keySet();
    for (Host configured : hosts.all()) {
      for (String former : hosts.formerNames(configured.name())) {
        if (withJobs.contains(former)) {
          log.info("Host {} was named {} before and continues its jobs", configured.name(), former);
          assignments.rename(former, configured.name());
        }
      }
    }
    isRunning = true;
  }

  @Override
  public void stop() {
    isRunning = false;
  }

  @Override
  public boolean isRunning() {
    return isRunning;
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
