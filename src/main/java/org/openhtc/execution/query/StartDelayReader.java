package org.openhtc.execution.query;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.job.JobId;
import org.openhtc.job.assignment.StartDelays;
import org.openhtc.lease.Installation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads from clusters why a pod waits. Other engines start a container within the call. */
@Component
class StartDelayReader implements StartDelays {
  private static final Logger log = LoggerFactory.getLogger(StartDelayReader.class);

  /** Bounds what readers of reasons cost the API servers of clusters. */
  private static final int READS = 4;

  private final HostEngines engines;
  private final Hosts hosts;
  private final Installation installation;
  private final Semaphore free = new Semaphore(READS);

  StartDelayReader(HostEngines engines, Hosts hosts, Installation installation) {
    this.engines = engines;
    this.hosts = hosts;
    this.installation = installation;
  }

  @Override
  public Optional<String> reason(JobId job, int attempt, String host) {
    boolean isCluster = hosts.find(host).filter(h -> h.kind() == Host.Kind.KUBERNETES).isPresent();
    if (!isCluster || !free.tryAcquire()) {
      return Optional.empty();
    }
    try {
      String container = new AttemptId(job, attempt).containerName(installation.id());
      return engines
          .call(host, engine -> engine.inspect(container))
          .filter(state -> state.phase() == ContainerState.Phase.STARTING)
          .map(ContainerState::error)
          .filter(error -> !error.isEmpty())
          .map(error -> "Waits in cluster %s: %s".formatted(host, error));
    } catch (EngineException e) {
      log.debug("The reason of job {} can't be read", job, e);
      return Optional.empty();
    } finally {
      free.release();
    }
  }
}
