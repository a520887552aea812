package org.openhtc.execution;

import java.util.Map;
import java.util.Optional;
import org.openhtc.host.Host;
import org.openhtc.host.HostWork;
import org.openhtc.job.JobRuns;
import org.openhtc.lease.Installation;
import org.springframework.stereotype.Component;

/** Answers module {@code host}: what its hosts have to do. */
@Component
class WorkOfHosts implements HostWork {
  private final JobRuns runs;
  private final HostAgents agents;
  private final ContainerEngines engines;
  private final Installation installation;

  WorkOfHosts(
      JobRuns runs, HostAgents agents, ContainerEngines engines, Installation installation) {
    this.runs = runs;
    this.agents = agents;
    this.engines = engines;
    this.installation = installation;
  }

  @Override
  public Map<String, Integer> liveJobs() {
    return runs.jobsByHost();
  }

  @Override
  public int containers(Host host) {
    try {
      Optional<ContainerEngine> line = agents.engine(host.name());
      return line.isPresent() ? count(line.get(), host) : countOverLineOfOwn(host);
    } catch (EngineException away) {
      return 0;
    }
  }

  /** The host's agent may be that of another process. */
  private int countOverLineOfOwn(Host host) {
    try (ContainerEngine engine = engines.connect(EngineAddress.of(host))) {
      return count(engine, host);
    }
  }

  private int count(ContainerEngine engine, Host host) {
    return (int)
        engine.list(installation.id()).stream()
            .filter(c -> host.name().equals(c.labels().get(ContainerLabels.HOST)))
            .count();
  }
}
