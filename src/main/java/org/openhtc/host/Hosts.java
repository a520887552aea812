package org.openhtc.host;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.openhtc.region.RegionName;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The compute hosts: scheduling reads them, execution reports their health. */
@Service
@Transactional
public class Hosts implements HostReports {
  private final HostStore store;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Hosts(HostStore store, ApplicationEventPublisher events, Clock clock) {
    this.store = store;
    this.events = events;
    this.clock = clock;
  }

  /** Every configured host, by name. */
  @Transactional(readOnly = true)
  public List<Host> all() {
    return store.findByConfiguredTrueOrderByName().stream().map(HostRow::toHost).toList();
  }

  /** The addresses of the engines of all configured hosts. */
  @Transactional(readOnly = true)
  public List<URI> endpoints() {
    return store.endpoints().stream().map(URI::create).toList();
  }

  /** Every configured host of the region, by name. */
  @Transactional(readOnly = true)
  public List<Host> inRegion(RegionName region) {
    return all().stream().filter(host -> host.region() == region).toList();
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Host> find(String name) {
    return store.findById(name).map(HostRow::toHost);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Instant> unreachableSince(String host) {
    return store.findById(host).map(HostRow::unreachableSince);
  }

  /**
   * Returns whether all of these hosts may get jobs of the region, and locks them until the
   * caller's transaction ends: drains and removals wait for it.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean lockWorking(Set<String> names, RegionName region) {
    return store.lockWorking(names, region.name()).size() == names.size();
  }

  @Override
  @Transactional(readOnly = true)
  public Set<String> formerNames(String host) {
    List<HostRow> sameEngine = store.withEngineOf(host);
    String first =
        sameEngine.stream()
            .filter(HostRow::isConfigured)
            .map(HostRow::name)
            .sorted()
            .findFirst()
            .orElse("");
    return first.equals(host)
        ? sameEngine.stream()
            .filter(row -> !row.isConfigured())
            .map(HostRow::name)
            .collect(Collectors.toSet())
        : Set.of();
  }

  @Override
  public void reportReachable(Host polled, HostMeasure measure) {
    change(polled, row -> row.markReachable(measure, clock.instant()));
  }

  @Override
  public void reportUnfit(Host polled, HostMeasure measure, String reason) {
    change(
        polled,
        row -> {
          row.markReachable(measure, clock.instant());
          row.setHealth(HostHealth.UNFIT, reason, clock.instant());
        });
  }

  @Override
  public void reportSeen(Map<String, Instant> lastSeenAt) {
    List<Map.Entry<String, Instant>> seen =
        lastSeenAt.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    store.markSeen(
        seen.stream().map(Map.Entry::getKey).toArray(String[]::new),
        seen.stream().map(entry -> entry.getValue().toString()).toArray(String[]::new));
  }

  @Override
  public void reportUnreachable(Host polled, String reason) {
    change(polled, row -> row.markUnreachable(reason, clock.instant()));
  }

  @Override
  public void quarantine(String name, String reason) {
    change(name, row -> row.quarantine(reason, clock.instant()));
  }

  @Override
  public void release(String name) {
    change(name, row -> row.release(clock.instant()));
  }

  /** Ignores a report about an engine if the host has been moved to another one meanwhile. */
  private void change(Host polled, Consumer<HostRow> change) {
    change(
        polled.name(),
        row -> {
          if (row.hasEndpoint(polled.endpoint())) {
            change.accept(row);
          }
        });
  }

  private void change(String name, Consumer<HostRow> change) {
    store
        .findForReport(name)
        .ifPresent(row -> {
          HostHealth before = row.health();
          change.accept(row);
          if (row.health() != before) {
            events.publishEvent(new HostAvailabilityChanged());
          }
        });
  }
}
