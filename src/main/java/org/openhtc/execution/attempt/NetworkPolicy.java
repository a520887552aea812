package org.openhtc.execution.attempt;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.engine.AllowedEndpoint;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineEndpoint;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.lease.Installation;
import org.openhtc.storage.JobStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Which network jobs get, and which endpoints they may reach from it. */
@Component
public class NetworkPolicy {
  private static final Logger log = LoggerFactory.getLogger(NetworkPolicy.class);
  private static final String ISOLATED = "isolated";
  private static final String NO_NETWORK = "none";
  private static final String BRIDGE_OF_DOCKER = "172.17.0.1";

  private final Installation installation;
  private final ExecutionSettings settings;
  private final JobStorage storage;
  private final Supplier<List<URI>> engines;

  @Autowired
  NetworkPolicy(
      Installation installation, ExecutionSettings settings, JobStorage storage, Hosts hosts) {
    this(installation, settings, storage, hosts::endpoints);
  }

  /**
   * @param engines the present endpoints of all engines
   */
  NetworkPolicy(
      Installation installation,
      ExecutionSettings settings,
      JobStorage storage,
      Supplier<List<URI>> engines) {
    this.installation = installation;
    this.settings = settings;
    this.storage = storage;
    this.engines = engines;
  }

  /** The engine's network mode for jobs. */
  public String networkMode() {
    return usesOwnNetwork() ? network(List.of(), List.of()).name() : settings.network();
  }

  /**
   * Sets up the network and its firewall on a host. May be repeated, also while jobs run.
   *
   * @throws EngineException if the network can't be created; jobs could not start without it
   */
  public Isolation ensure(ContainerEngine engine) {
    return usesOwnNetwork() ? engine.ensureJobNetwork(ownNetwork()) : ofTheEngine(engine);
  }

  /** As {@link #ensure}, but empty where only a longer test shows the isolation. */
  public Optional<Isolation> begin(ContainerEngine engine) {
    return usesOwnNetwork()
        ? engine.beginJobNetwork(ownNetwork())
        : Optional.of(ofTheEngine(engine));
  }

  private JobNetwork ownNetwork() {
    return network(allowedEndpoints(), engineEndpoints());
  }

  private Isolation ofTheEngine(ContainerEngine engine) {
    if (!engine.holdsImages()) {
      return Isolation.none(
          "a cluster has no network mode '%s': its jobs have a network without a policy"
              .formatted(settings.network()));
    }
    return settings.network().equals(NO_NETWORK)
        ? new Isolation(Isolation.Level.NO_NETWORK, "jobs have no network")
        : Isolation.none("jobs run on the engine's network '%s'".formatted(settings.network()));
  }

  /** Whether the settings exclude a host with this isolation. */
  public boolean refuses(Isolation isolation) {
    boolean isWanted = usesOwnNetwork() || settings.network().equals(NO_NETWORK);
    return isRequired() && isWanted && isolation.level() == Isolation.Level.NONE;
  }

  /** Whether hosts that can't isolate or limit their jobs get none. */
  public boolean isRequired() {
    return settings.requireIsolation();
  }

  /**
   * Warns of addresses at which jobs of a host on another machine, or of a cluster, would reach
   * that machine instead of this service.
   */
  public void checkAddresses(Host host) {
    if (!"unix".equals(host.endpoint().getScheme())) {
      Stream.of(settings.apiUrl(), storage.endpoint())
          .filter(Objects::nonNull)
          .filter(url -> BRIDGE_OF_DOCKER.equals(url.getHost()))
          .forEach(url ->
              log.warn(
                  "Host {} is another machine, whose jobs can't reach {}: set {}",
                  host.name(),
                  url,
                  url.equals(settings.apiUrl())
                      ? "openhtc.execution.api-url"
                      : "openhtc.storage.job-endpoint"));
    }
  }

  private boolean usesOwnNetwork() {
    return settings.network().equals(ISOLATED);
  }

  private JobNetwork network(List<AllowedEndpoint> allowed, List<EngineEndpoint> refused) {
    return new JobNetwork(installation.id(), allowed, refused);
  }

  /** Engines without TLS would let jobs control other hosts. */
  private List<EngineEndpoint> engineEndpoints() {
    return engines.get().stream()
        .filter(engine -> "tcp".equals(engine.getScheme()))
        .flatMap(NetworkPolicy::endpoints)
        .map(endpoint -> new EngineEndpoint(endpoint.address(), endpoint.port()))
        .distinct()
        .toList();
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
          "The host name in {} can't be resolved here, so the firewall of jobs has no rule for it",
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
