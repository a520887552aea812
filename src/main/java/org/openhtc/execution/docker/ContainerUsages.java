package org.openhtc.execution.docker;

import java.time.Duration;
import java.util.Optional;
import org.openhtc.execution.cgroup.CgroupUsage;
import org.openhtc.execution.engine.ContainerUsage;
import org.openhtc.execution.http.BodyReader;

/**
 * Reads what running containers use: from the control group if the engine runs on this machine,
 * else from the engine, which knows the peak of the memory use only with control groups of version
 * 1.
 */
record ContainerUsages(EngineConnection connection) {
  private static final CgroupUsage CGROUPS = CgroupUsage.ofThisMachine();
  private static final BodyReader<EngineJson.Stats> READER =
      EngineJson.reader(EngineJson.Stats.class);

  /** Empty if the container does not run. */
  Optional<ContainerUsage> of(String id) {
    Optional<ContainerUsage> here = connection.isLocal() ? CGROUPS.of(id) : Optional.empty();
    return here.or(() -> reported(id));
  }

  private Optional<ContainerUsage> reported(String id) {
    EngineRequests requests = connection.requests();
    String path = "/containers/%s/stats?stream=false&one-shot=true".formatted(id);
    return requests
        .ifExists(EngineOperation.STATS, requests.get(path), READER)
        .filter(EngineJson.Stats::isOfARunningContainer)
        .map(ContainerUsages::usage);
  }

  private static ContainerUsage usage(EngineJson.Stats stats) {
    return new ContainerUsage(
        stats.memory().peakBytes(), Duration.ofNanos(stats.cpu().usage().nanos()));
  }
}
