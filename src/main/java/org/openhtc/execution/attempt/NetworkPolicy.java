package org.openhtc.execution.attempt;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.engine.AllowedEndpoint;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.lease.Installation;
import org.openhtc.storage.JobStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Which network jobs get, and what they may reach from it. */
@Component
public class NetworkPolicy {
  private static final Logger log = LoggerFactory.getLogger(NetworkPolicy.class);
  private static final String ISOLATED = "isolated";

  private final Installation installation;
  private final ExecutionSettings settings;
  private final JobStorage storage;

  NetworkPolicy(Installation installation, ExecutionSettings settings, JobStorage storage) {
    this.installation = installation;
    this.settings = settings;
    this.storage = storage;
  }

  /** The engine's network mode for jobs. */
  String networkMode() {
    return isOurs() ? network(List.of()).name() : settings.network();
  }

  /**
   * Makes sure that the host has what isolates its jobs. Safe to repeat; also while jobs run.
   *
   * @throws EngineException when the network can't be made: jobs could not start
   */
  public Isolation arrange(ContainerEngine engine) {
    if (isOurs()) {
      return engine.ensureJobNetwork(network(doors()));
    }
    return settings.network().equals("none")
        ? new Isolation(Isolation.Level.NO_NETWORK, "jobs have no network")
        : Isolation.none("jobs run on the engine's network '%s'".formatted(settings.network()));
  }

  /** Whether the settings keep jobs off a host like this. */
  public boolean refuses(Isolation isolation) {
    return settings.requireIsolation() && isolation.level() == Isolation.Level.NONE;
  }

  private boolean isOurs() {
    return settings.network().equals(ISOLATED);
  }

  private JobNetwork network(List<AllowedEndpoint> doors) {
    return new JobNetwork(installation.id(), doors);
  }

  /** Engines pull images themselves, so the registry needs no door. */
  private List<AllowedEndpoint> doors() {
    return Stream.of(settings.apiUrl(), storage.endpoint())
        .filter(Objects::nonNull)
        .flatMap(NetworkPolicy::doorsTo)
        .distinct()
        .toList();
  }

  private static Stream<AllowedEndpoint> doorsTo(URI url) {
    int port = port(url);
    if (port < 1) {
      return Stream.empty(); // a test's service that chooses its port at the start
    }
    try {
      return Stream.of(InetAddress.getAllByName(url.getHost()))
          .filter(Inet4Address.class::isInstance)
          .map(address -> new AllowedEndpoint(address.getHostAddress(), port));
    } catch (UnknownHostException unknownHere) {
      log.warn("{} has no address here: a job on the host that serves it can't reach it", url);
      return Stream.empty();
    }
  }

  private static int port(URI url) {
    if (url.getPort() != -1) {
      return url.getPort();
    }
    return "https".equals(url.getScheme()) ? 443 : 80;
  }
}
