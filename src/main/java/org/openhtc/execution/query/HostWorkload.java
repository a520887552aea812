package org.openhtc.execution.query;

import java.util.Map;
import java.util.Optional;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.host.Host;
import org.openhtc.host.HostWork;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.lease.Installation;
import org.springframework.stereotype.Component;

/** Reports to module {@code host} how much work its hosts have. */
@Component
class HostWorkload implements HostWork {
  private final Assignments assignments;
  private final HostEngines engines;
  private final Installation installation;

  HostWorkload(Assignments assignments, HostEngines engines, Installation installation) {
    this.assignments = assignments;
    this.engines = engines;
    this.installation = installation;
  }

  @Override
  public Map<String, Integer> liveJobs() {
    return assignments.jobsByHost();
  }

  @Override
  public int containers(Host host) {
    try {
      return engines.call(host.name(), engine -> Optional.of(count(engine, host))).orElse(0);
    } catch (EngineException unreachable) {
      return 0;
    }
  }

  private int count(ContainerEngine engine, Host host) {
    return (int)
        engine.list(installation.id()).stream()
            .filter(c -> host.name().equals(c.labels().get(ContainerLabels.HOST)))
            .filter(c -> !isSlot(c))
            .count();
  }

  /** A host may have network slots without any work. */
  private static boolean isSlot(ContainerSummary container) {
    return !container.labels().getOrDefault(ContainerLabels.SLOT, "").isEmpty()
        && container.labels().getOrDefault(ContainerLabels.JOB, "").isEmpty();
  }
}
