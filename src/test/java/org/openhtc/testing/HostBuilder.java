package org.openhtc.testing;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.Host;
import org.openhtc.host.HostDuty;
import org.openhtc.host.HostHealth;
import org.openhtc.host.HostMeasure;
import org.openhtc.host.HostSource;
import org.openhtc.region.RegionName;

/** Builds hosts of the settings: ready, not measured and without a reserve unless specified. */
public final class HostBuilder {
  private final String name;
  private URI endpoint;
  private RegionName region = RegionName.AWS_US_WEST_2;
  private @Nullable HostMeasure measure;
  private Host.Duty duty = Host.Duty.WORKING;
  private HostHealth health = HostHealth.READY;
  private @Nullable Instant lastSeenAt;

  private HostBuilder(String name) {
    this.name = name;
    this.endpoint = URI.create("tcp://" + name + ":1");
  }

  public static HostBuilder aHost(String name) {
    return new HostBuilder(name);
  }

  public HostBuilder region(RegionName value) {
    region = value;
    return this;
  }

  public HostBuilder endpoint(URI value) {
    endpoint = value;
    return this;
  }

  public HostBuilder measure(@Nullable HostMeasure value) {
    measure = value;
    return this;
  }

  public HostBuilder duty(HostDuty value) {
    duty = new Host.Duty(value, "", null);
    return this;
  }

  public HostBuilder health(HostHealth value) {
    health = value;
    return this;
  }

  public HostBuilder lastSeenAt(Instant value) {
    lastSeenAt = value;
    return this;
  }

  public Host build() {
    return new Host(
        name,
        region,
        endpoint,
        null,
        null,
        HostSource.SETTINGS,
        new Host.Reserve(0, 0, 1),
        measure,
        duty,
        health,
        "",
        lastSeenAt);
  }
}
