package org.openhtc.host;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.testing.HostBuilder;

/** One configured host in memory, with the state that its agent reported last. */
public final class FakeHosts extends Hosts {
  private final Clock clock;
  private Host host;

  @SuppressWarnings("NullAway") // The superclass is not used.
  public FakeHosts(String name, Clock clock) {
    super(null, clock);
    this.clock = clock;
    this.host = HostBuilder.aHost(name).health(HostHealth.UNREACHABLE).build();
  }

  public Host host() {
    return host;
  }

  @Override
  public List<Host> all() {
    return List.of(host);
  }

  @Override
  public Optional<Host> find(String name) {
    return all().stream().filter(known -> known.name().equals(name)).findFirst();
  }

  @Override
  public void reportReachable(Host polled, HostMeasure measure) {
    boolean stays = host.health() == HostHealth.QUARANTINED;
    change(stays ? host.health() : HostHealth.READY, stays ? host.healthReason() : "", measure);
  }

  @Override
  public void reportUnfit(Host polled, HostMeasure measure, String reason) {
    change(HostHealth.UNFIT, reason, measure);
  }

  @Override
  public void reportUnreachable(Host polled, String reason) {
    change(HostHealth.UNREACHABLE, reason, null);
  }

  @Override
  public void quarantine(String name, String reason) {
    change(HostHealth.QUARANTINED, reason, null);
  }

  @Override
  public void release(String name) {
    change(HostHealth.READY, "", null);
  }

  /**
   * @param measure null if the engine did not respond just now
   */
  private void change(HostHealth health, String reason, @Nullable HostMeasure measure) {
    host =
        new Host(
            host.name(),
            host.region(),
            host.endpoint(),
            null,
            host.source(),
            host.reserve(),
            measure == null ? host.measure() : measure,
            host.duty(),
            health,
            reason,
            measure == null ? host.lastSeenAt() : clock.instant());
  }
}
