package org.openhtc.execution.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.JobLimitSettings;
import org.openhtc.execution.attempt.EngineStatus;
import org.openhtc.execution.attempt.Outage;
import org.openhtc.execution.attempt.Outages;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerEngines;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.execution.slot.RuntimeProbe;
import org.openhtc.host.Host;
import org.openhtc.host.HostMeasure;
import org.openhtc.host.HostReports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one host's engine, and what is known of the engine. Also the host's circuit
 * breaker: while the engine is unreachable, no work is started on the host. Only the thread of the
 * agent's passes changes it, except for {@link #streamLost}; any thread may read the present state,
 * without waiting.
 */
final class HostConnection implements EngineStatus {
  private static final Logger log = LoggerFactory.getLogger(HostConnection.class);

  private final Host host;
  private final ContainerEngines engines;
  private final HostReports hosts;
  private final HealthReports health;
  private final HostIsolation isolation;
  private final Clock clock;
  private final RuntimeProbe runtimes;
  private final JobLimitSettings limits;
  private final AtomicReference<@Nullable Gap> gap = new AtomicReference<>();
  private @Nullable Gap gapBeforePass;
  private volatile ConnectionState state = ConnectionState.UNKNOWN;
  private volatile RuntimeProbe.@Nullable Choice runtime;

  /** The refusal in the health that this process has reported last; empty if there was none. */
  private volatile String reportedRefusal = "";

  /**
   * @param host as configured when the agent was made; a host with another address gets a new agent
   */
  HostConnection(
      Host host,
      ContainerEngines engines,
      HostReports hosts,
      HostIsolation isolation,
      RuntimeProbe runtimes,
      JobLimitSettings limits,
      Clock clock) {
    this.host = host;
    this.engines = engines;
    this.hosts = hosts;
    this.health = new HealthReports(host, hosts);
    this.isolation = isolation;
    this.runtimes = runtimes;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * A time in which no events arrive: the engine may end, and have ended containers before that.
   * Compared by identity.
   */
  private static final class Gap {
    final Instant lastSeen;

    Gap(Instant lastSeen) {
      this.lastSeen = lastSeen;
    }
  }

  /**
   * Connects and measures the host. The engine counts as reachable only after {@link #completed}.
   *
   * @param hasJobs whether jobs are placed on the host
   * @throws EngineException if the engine is unreachable, or is another one than that of the jobs:
   *     that their containers are not there would not mean that they have ended
   */
  ContainerEngine open(BooleanSupplier hasJobs) {
    passBegins();
    ContainerEngine engine = EngineGuard.call(() -> engines.connect(EngineAddress.of(host)));
    state = state.opening(engine);
    EngineFacts facts = EngineGuard.call(engine::facts);
    refuseOtherEngine(facts.engineId(), hasJobs);
    DiskMechanism disk = tested(engine, engine::probeDisk).orElse(state.disk());
    tested(engine, () -> isolation.establish(engine, facts.engineId(), clock.instant()));
    chooseRuntime(engine, facts);
    state = state.connected(engine, facts, disk, clock.instant());
    log.info("Host {} is reachable: {}, disk limits by {}", host.name(), facts, disk);
    if (facts.warning() != null) {
      log.warn("Host {}: {}", host.name(), facts.warning());
    }
    noteOutage();
    return engine;
  }

  /**
   * Tests of a host write to its disk. If they fail because the disk is full, its jobs still have
   * to be observed, stopped and cleaned up, which also frees the disk.
   *
   * @return empty if the test failed
   * @throws EngineException if the engine does not respond to another call either
   */
  private <T> Optional<T> tested(ContainerEngine engine, Supplier<T> test) {
    try {
      return Optional.of(EngineGuard.call(test));
    } catch (EngineException e) {
      EngineGuard.call(engine::facts);
      log.warn("A test of host {} failed; its jobs continue: {}", host.name(), e.getMessage());
      return Optional.empty();
    }
  }

  private void refuseOtherEngine(String engineId, BooleanSupplier hasJobs) {
    String known =
        hosts.find(host.name()).map(Host::measure).map(HostMeasure::engineId).orElse(engineId);
    if (!known.equals(engineId) && hasJobs.getAsBoolean()) {
      throw new EngineException.Unreachable(
          "engine %s responds instead of engine %s, on which jobs run".formatted(engineId, known),
          null);
    }
  }

  private void chooseRuntime(ContainerEngine engine, EngineFacts facts) {
    RuntimeProbe.Choice found =
        EngineGuard.call(() -> runtimes.choose(engine, facts.architecture()));
    if (!found.equals(runtime)) {
      String name = found.name() == null ? "the engine's default runtime" : found.name();
      log.info("Host {} starts containers with {}: {}", host.name(), name, found.reason());
    }
    runtime = found;
  }

  /** The time since the last contact, which may have been that of another process. */
  private void noteOutage() {
    Instant before = state.lastSeen();
    if (before == null) {
      before = hosts.find(host.name()).map(Host::lastSeenAt).orElse(null);
    }
    if (before != null) {
      state = state.withOutage(Outage.between(before, clock.instant()));
    }
  }

  /**
   * The event stream broke; called on any thread. Until a pass has completed with another one, the
   * engine counts as unreachable since it was last seen: an engine whose socket stays open while it
   * is restarted, as with systemd, refuses no call.
   */
  void streamLost() {
    Instant since = lastContact(state);
    gap.updateAndGet(before -> new Gap(before == null ? since : before.lastSeen));
  }

  /** Before the first completed pass, the outage before this connection has not ended. */
  private Instant lastContact(ConnectionState present) {
    Instant seen = present.lastSeen();
    if (seen != null) {
      return seen;
    }
    List<Outage> before = present.outages().latest();
    return before.isEmpty() ? clock.instant() : before.getLast().from();
  }

  /** A stream that breaks from now on does so after the begin of the pass. */
  void passBegins() {
    gapBeforePass = gap.get();
  }

  /**
   * Measures the host again if that is due.
   *
   * @return whether it was measured
   * @throws EngineException if the engine is unreachable
   */
  boolean measureWhenDue() {
    ContainerEngine engine = state.engine();
    Instant now = clock.instant();
    if (engine == null || !state.measureAt().isReached(now)) {
      return false;
    }
    state = state.measured(EngineGuard.call(engine::facts), now);
    return true;
  }

  /**
   * A pass has read all that it needs of the engine: the engine is reachable.
   *
   * @param unfitReason why the host should get no jobs; empty if it may
   */
  void completed(Optional<String> unfitReason) {
    ContainerEngine engine = state.engine();
    EngineFacts facts = state.facts();
    if (engine != null && facts != null) {
      Instant now = clock.instant();
      Gap closed = gapBeforePass;
      if (closed != null) {
        state = state.withOutage(Outage.between(closed.lastSeen, now)); // before the gap is closed
        gap.compareAndSet(closed, null);
      }
      state = state.seen(now);
      report(facts, isolation.current(engine, now), unfitReason);
    }
  }

  private void report(EngineFacts facts, Isolation found, Optional<String> unfitReason) {
    HostMeasure measure = hostMeasure(facts, found);
    Optional<String> refusal = refusal(facts, found);
    refusal
        .or(() -> lowDisk(facts))
        .or(() -> unfitReason)
        .ifPresentOrElse(reason -> health.unfit(measure, reason), () -> health.reachable(measure));
    reportedRefusal = refusal.orElse("");
  }

  /** Why the settings forbid that the host runs jobs; empty if they do not. */
  private Optional<String> refusal(EngineFacts facts, Isolation found) {
    return isolation.refusal(found).or(() -> ignoredLimits(facts));
  }

  private Optional<String> ignoredLimits(EngineFacts facts) {
    return isolation.isRequired() && !facts.ignoredLimits().isEmpty()
        ? Optional.of(
            "its engine can't limit the %s of jobs"
                .formatted(String.join(" and ", facts.ignoredLimits())))
        : Optional.empty();
  }

  private Optional<String> lowDisk(EngineFacts facts) {
    Long free = facts.diskFreeGib();
    return free != null && free < limits.hostReserveGib()
        ? Optional.of("it has less than %d GiB of free disk".formatted(limits.hostReserveGib()))
        : Optional.empty();
  }

  private HostMeasure hostMeasure(EngineFacts facts, Isolation found) {
    return new HostMeasure(
        facts.architecture(),
        facts.vcpus(),
        facts.memoryMib(),
        facts.diskFreeGib(),
        state.disk().name(),
        found.level().name(),
        facts.version(),
        facts.hyperthreading(),
        facts.engineId(),
        facts.nodeSizes());
  }

  /** Closes the connection after a failure of the engine and marks the host as unreachable. */
  void failed(EngineException problem) {
    ConnectionState before = state;
    close();
    state = state.failed(clock.instant());
    if (before.unreachableSince() == null) {
      log.warn(
          "Host {} is unreachable; each pass tries to connect again: {}",
          host.name(),
          problem.getMessage());
      log.debug("The failure of host {}", host.name(), problem);
    }
    reportedRefusal = "";
    health.unreachable("its engine is unreachable: " + problem.getMessage(), before.lastSeen());
  }

  /** Closes the connection; the next {@link #open} opens another one. */
  void close() {
    ContainerEngine engine = state.engine();
    state = state.closed();
    if (engine != null) {
      engine.close();
    }
  }

  /** Closes the connection of a host that another process leads, and forgets what was seen. */
  void forget() {
    close();
    state = ConnectionState.UNKNOWN;
    gap.set(null);
    isolation.forget();
    health.forget();
    reportedRefusal = "";
  }

  /** Another process may lead the host now, and report its health. */
  void released() {
    health.forget();
    reportedRefusal = "";
  }

  /** The connected engine; empty while there is no connection. */
  Optional<ContainerEngine> engine() {
    return Optional.ofNullable(state.engine());
  }

  /** Since when passes have failed; empty while the engine is reachable. */
  Optional<Instant> unreachableSince() {
    return Optional.ofNullable(state.unreachableSince());
  }

  /** The last completed pass; empty while the engine is unreachable. */
  Optional<Instant> lastSeen() {
    return state.engine() == null ? Optional.empty() : Optional.ofNullable(state.lastSeen());
  }

  /** Whether the health that was reported last is no longer right about isolation and limits. */
  boolean isReportNeeded() {
    return !refusal(facts(), isolation.last()).orElse("").equals(reportedRefusal);
  }

  /**
   * Whether jobs that were placed on the host may be launched now; to be called while there is a
   * connection. With a low disk or a congestion they may, and only no further ones are placed.
   */
  LaunchPermission launchPermission() {
    Optional<String> refusal = refusal(facts(), isolation.last());
    if (refusal.isEmpty()) {
      return new LaunchPermission.Granted();
    }
    return isolation.isTested() && refusal.get().equals(reportedRefusal)
        ? new LaunchPermission.Refused(refusal.get())
        : new LaunchPermission.Pending();
  }

  /** The engine as measured last; to be called while there is a connection. */
  EngineFacts facts() {
    return Objects.requireNonNull(state.facts());
  }

  /** Free disk in GiB; empty where it is not known. */
  Optional<Long> diskFreeGib() {
    EngineFacts facts = state.facts();
    return facts == null ? Optional.empty() : Optional.ofNullable(facts.diskFreeGib());
  }

  /** Processors of the host; 0 before the first connection. */
  int vcpus() {
    EngineFacts facts = state.facts();
    return facts == null ? 0 : facts.vcpus();
  }

  @Override
  public Outages outages() {
    Gap present = gap.get(); // before the state, which contains a gap that is closed
    Outages before = state.outages();
    return present == null ? before : before.with(Outage.since(present.lastSeen));
  }

  @Override
  public boolean mayLaunch() {
    return launchPermission() instanceof LaunchPermission.Granted;
  }

  @Override
  public DiskMechanism diskMechanism() {
    return state.disk();
  }

  @Override
  public @Nullable String runtime() {
    RuntimeProbe.Choice present = runtime;
    return present == null ? null : present.name();
  }

  @Override
  public Duration clockSkew() {
    EngineFacts facts = state.facts();
    return facts == null ? Duration.ZERO : facts.clockSkew();
  }
}
