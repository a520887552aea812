package org.openhtc.execution.query;

import java.util.Map;
import java.util.Optional;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.host.Host;
import org.openhtc.host.HostWork;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.lease.Installation;
import org.springframework.stereotype.Component;

/** Answers module {@code host}: what its hosts have to do. */
@Component
class HostWorkload implements HostWork {
  private final Assignments runs;
  private final HostEngines lines;
  private final Installation installation;

  HostWorkload(Assignments runs, HostEngines lines, Installation installation) {
    this.runs = runs;
    this.lines = lines;
    this.installation = installation;
  }

  @Override
  public Map<String, Integer> liveJobs() {
    return runs.jobsByHost();
  }

  @Override
  public int containers(Host host) {
    try {
      return lines.ask(host.name(), engine -> Optional.of(count(engine, host))).orElse(0);
    } catch (EngineException away) {
      return 0;
    }
  }

  private int count(ContainerEngine engine, Host host) {
    return (int)
        engine.list(installation.id()).stream()
            .filter(c -> host.name().equals(c.labels().get(ContainerLabels.HOST)))
            .count();
  }
}
