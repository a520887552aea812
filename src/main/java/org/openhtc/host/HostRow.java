package org.openhtc.host;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.HostMeasure.NodeSize;
import org.openhtc.host.HostSettings.HostEntry;
import org.openhtc.region.Architecture;
import org.openhtc.region.RegionName;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A row of table {@code compute_host}. Updates write only the changed columns, so that a health
 * report of an agent does not overwrite a concurrent quarantine.
 */
@Entity
@DynamicUpdate
@Table(name = "compute_host")
class HostRow {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final String NOT_CONTACTED = "not contacted yet";

  @Id private String name;

  @Enumerated(EnumType.STRING)
  private RegionName region;

  private String endpoint;
  private @Nullable String tlsDirectory;

  /** {@link ClusterPlace} in JSON; null for a Docker engine. */
  private @Nullable String cluster;

  @Enumerated(EnumType.STRING)
  private @Nullable Architecture architecture;

  private @Nullable Integer vcpus;
  private @Nullable Long memoryMib;
  private @Nullable Long diskGib;
  private @Nullable String diskMechanism;
  private String isolation = "NONE";
  private @Nullable String engineVersion;
  private @Nullable String engineId;
  private @Nullable Boolean hyperthreading;

  /** {@link NodeSize}s in JSON; null if there are none. */
  private @Nullable String nodeSizes;

  private int reservedVcpus;
  private long reservedMemoryMib;
  private double vcpuOvercommit;

  @Enumerated(EnumType.STRING)
  private HostHealth health = HostHealth.UNREACHABLE;

  private String healthReason = NOT_CONTACTED;
  private @Nullable Instant lastSeenAt;
  private @Nullable Instant unreachableSince;

  @Column(name = "configured")
  private boolean configured;

  @Enumerated(EnumType.STRING)
  private HostSource source = HostSource.SETTINGS;

  @Enumerated(EnumType.STRING)
  private HostDuty duty = HostDuty.WORKING;

  private String dutyReason = "";
  private @Nullable Instant dutySince;

  private Instant updatedAt;

  @SuppressWarnings("NullAway") // Hibernate fills the fields
  protected HostRow() {}

  HostRow(HostEntry entry, HostSource source, Instant now) {
    this.name = entry.name();
    this.region = entry.region();
    this.endpoint = entry.endpoint().toString();
    this.updatedAt = now;
    configure(entry, source, now);
  }

  final void configure(HostEntry entry, HostSource from, Instant now) {
    if (region != entry.region()
        || !hasEndpoint(entry.endpoint())
        || !Objects.equals(cluster, json(entry.place()))) {
      resetMeasurements(now);
    }
    source = from;
    region = entry.region();
    endpoint = entry.endpoint().toString();
    tlsDirectory = entry.tlsDirectory() == null ? null : entry.tlsDirectory().toString();
    cluster = json(entry.place());
    reservedVcpus = entry.reserveVcpus();
    reservedMemoryMib = entry.reserveMemory().toMegabytes();
    vcpuOvercommit = entry.vcpuOvercommit();
    configured = true;
    updatedAt = now;
  }

  private static @Nullable String json(@Nullable ClusterPlace place) {
    return place == null ? null : JSON.writeValueAsString(place);
  }

  private static @Nullable String json(List<NodeSize> sizes) {
    return sizes.isEmpty() ? null : JSON.writeValueAsString(sizes);
  }

  /** Discards the measurements of the previous engine: this row now refers to another one. */
  private void resetMeasurements(Instant now) {
    setHealth(HostHealth.UNREACHABLE, NOT_CONTACTED, now);
    architecture = null;
    vcpus = null;
    memoryMib = null;
    diskGib = null;
    diskMechanism = null;
    isolation = "NONE";
    engineVersion = null;
    engineId = null;
    hyperthreading = null;
    nodeSizes = null;
  }

  boolean hasEndpoint(URI address) {
    return endpoint.equals(address.toString());
  }

  /** The host is no longer in the settings: it takes no jobs and is not polled. */
  void unconfigure(Instant now) {
    configured = false;
    setHealth(HostHealth.UNREACHABLE, "no longer configured", now);
  }

  void markReachable(HostMeasure measure, Instant now) {
    architecture = measure.architecture();
    vcpus = measure.vcpus();
    memoryMib = measure.memoryMib();
    diskGib = measure.diskGib();
    diskMechanism = measure.diskMechanism();
    isolation = measure.isolation();
    engineVersion = measure.engineVersion();
    engineId = measure.engineId();
    hyperthreading = measure.hyperthreading();
    nodeSizes = json(measure.nodeSizes());
    lastSeenAt = now;
    unreachableSince = null;
    updatedAt = now;
    if (health == HostHealth.UNREACHABLE || health == HostHealth.UNFIT) {
      health = HostHealth.READY;
      healthReason = "";
    }
  }

  void markSeen(Instant at) {
    lastSeenAt = at;
  }

  /** Changes nothing when the reason is the same, because every failed poll reports it again. */
  void markUnreachable(String reason, Instant now) {
    if (health != HostHealth.UNREACHABLE || !healthReason.equals(reason)) {
      setHealth(HostHealth.UNREACHABLE, reason, now);
    }
  }

  void setHealth(HostHealth newHealth, String reason, Instant now) {
    if (newHealth != HostHealth.UNREACHABLE) {
      unreachableSince = null;
    } else if (unreachableSince == null) {
      unreachableSince = now;
    }
    health = newHealth;
    healthReason = reason;
    updatedAt = now;
  }

  /** Has no effect on an unfit host: it gets no jobs, and the end would make it ready. */
  void quarantine(String reason, Instant now) {
    if (health != HostHealth.UNFIT) {
      setHealth(HostHealth.QUARANTINED, reason, now);
    }
  }

  /** Ends a quarantine; has no effect on a host that gets no jobs for another reason. */
  void release(Instant now) {
    if (health == HostHealth.QUARANTINED) {
      setHealth(HostHealth.READY, "", now);
    }
  }

  void assign(HostDuty newDuty, String reason, Instant now) {
    duty = newDuty;
    dutyReason = reason;
    dutySince = now;
    updatedAt = now;
  }

  String name() {
    return name;
  }

  /** Since when no process has reached the engine; null while one does. */
  @Nullable Instant unreachableSince() {
    return unreachableSince;
  }

  HostHealth health() {
    return health;
  }

  HostSource source() {
    return source;
  }

  boolean isConfigured() {
    return configured;
  }

  Host toHost() {
    return new Host(
        name,
        region,
        URI.create(endpoint),
        tlsDirectory == null ? null : Path.of(tlsDirectory),
        cluster == null ? null : JSON.readValue(cluster, ClusterPlace.class),
        source,
        new Host.Reserve(reservedVcpus, reservedMemoryMib, vcpuOvercommit),
        measure(),
        new Host.Duty(duty, dutyReason, dutySince),
        health,
        healthReason,
        lastSeenAt);
  }

  private @Nullable HostMeasure measure() {
    if (architecture == null
        || vcpus == null
        || memoryMib == null
        || diskMechanism == null
        || engineVersion == null) {
      return null;
    }
    return new HostMeasure(
        architecture,
        vcpus,
        memoryMib,
        diskGib,
        diskMechanism,
        isolation,
        engineVersion,
        hyperthreading,
        engineId,
        nodeSizes == null ? List.of() : List.of(JSON.readValue(nodeSizes, NodeSize[].class)));
  }
}
