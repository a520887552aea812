package org.openhtc.host;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.openhtc.host.HostSettings.HostEntry;
import org.openhtc.region.RegionName;
import org.springframework.util.unit.DataSize;

/** One configured host in memory, with the state that its agent reported last. */
public final class FakeHosts implements HostReports {
  private final Clock clock;
  private final HostRow row;
  private Set<String> formerNames = Set.of();

  /** The engine of the host is at {@code tcp://<name>:1}. */
  public FakeHosts(String name, Clock clock) {
    this.clock = clock;
    this.row = new HostRow(entry(name), HostSource.SETTINGS, clock.instant());
  }

  static HostEntry entry(String name) {
    return new HostEntry(
        name,
        RegionName.AWS_US_WEST_2,
        URI.create("tcp://" + name + ":1"),
        null,
        0,
        DataSize.ofMegabytes(0),
        1,
        null);
  }

  /** Drains the host, as an administrator does. */
  public void drain() {
    row.assign(HostDuty.DRAINED, "", clock.instant());
  }

  public Host host() {
    return row.toHost();
  }

  @Override
  public Optional<Host> find(String name) {
    return Optional.of(host()).filter(known -> known.name().equals(name));
  }

  @Override
  public Optional<Instant> unreachableSince(String host) {
    return find(host).map(known -> row.unreachableSince());
  }

  @Override
  public Set<String> formerNames(String host) {
    return formerNames;
  }

  /** The host has other names before the present one. */
  public void formerNames(Set<String> names) {
    formerNames = names;
  }

  @Override
  public void reportReachable(Host polled, HostMeasure measure) {
    change(polled, known -> known.markReachable(measure, clock.instant()));
  }

  @Override
  public void reportUnfit(Host polled, HostMeasure measure, String reason) {
    reportReachable(polled, measure);
    change(polled, known -> known.setHealth(HostHealth.UNFIT, reason, clock.instant()));
  }

  @Override
  public void reportSeen(Map<String, Instant> lastSeenAt) {
    lastSeenAt.forEach((name, at) -> change(name, known -> known.markSeen(at)));
  }

  @Override
  public void reportUnreachable(Host polled, String reason) {
    change(polled, known -> known.markUnreachable(reason, clock.instant()));
  }

  @Override
  public void quarantine(String name, String reason) {
    change(name, known -> known.quarantine(reason, clock.instant()));
  }

  @Override
  public void release(String name) {
    change(name, known -> known.release(clock.instant()));
  }

  private void change(Host polled, Consumer<HostRow> change) {
    if (row.hasEndpoint(polled.endpoint())) {
      change(polled.name(), change);
    }
  }

  private void change(String name, Consumer<HostRow> change) {
    if (row.name().equals(name)) {
      change.accept(row);
    }
  }
}
