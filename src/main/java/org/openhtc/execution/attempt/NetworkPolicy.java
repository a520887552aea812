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

/** Which network jobs get, and which endpoints they may reach from it. */
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
  public String networkMode() {
    return usesOwnNetwork() ? network(List.of()).name() : settings.network();
  }

  /**
   * Sets up the network and its firewall on a host. May be repeated, also while jobs run.
   *
   * @throws EngineException if the network can't be created; jobs could not start without it
   */
  public Isolation ensure(ContainerEngine engine) {
    if (usesOwnNetwork()) {
      return engine.ensureJobNetwork(network(allowedEndpoints()));
    }
    return settings.network().equals("none")
        ? new Isolation(Isolation.Level.NO_NETWORK, "jobs have no network")
        : Isolation.none("jobs run on the engine's network '%s'".formatted(settings.network()));
  }

  /** Whether the settings exclude a host with this isolation. */
  public boolean refuses(Isolation isolation) {
    return settings.requireIsolation() && isolation.level() == Isolation.Level.NONE;
  }

  private boolean usesOwnNetwork() {
    return settings.network().equals(ISOLATED);
  }

  private JobNetwork network(List<AllowedEndpoint> allowed) {
    return new JobNetwork(installation.id(), allowed);
  }

  /** The registry is not among them: engines pull images, not jobs. */
  private List<AllowedEndpoint> allowedEndpoints() {
    return Stream.of(settings.apiUrl(), storage.endpoint())
        .filter(Objects::nonNull)
        .flatMap(NetworkPolicy::endpoints)
        .distinct()
        .toList();
  }

  private static Stream<AllowedEndpoint> endpoints(URI url) {
    int port = port(url);
    if (port < 1) {
      return Stream.empty(); // a service under test, which chooses its port at its start
    }
    try {
      return Stream.of(InetAddress.getAllByName(url.getHost()))
          .filter(Inet4Address.class::isInstance)
          .map(address -> new AllowedEndpoint(address.getHostAddress(), port));
    } catch (UnknownHostException e) {
      log.warn(
          "The host name in {} can't be resolved here, so jobs can't reach it if it runs on their"
              + " own host",
          url);
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
