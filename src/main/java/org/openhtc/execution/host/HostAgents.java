package org.openhtc.execution.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.host.HostsChanged;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.job.assignment.JobsPlaced;
import org.openhtc.job.assignment.ReturnsRequested;
import org.openhtc.lease.DueTime;
import org.openhtc.lease.WakeableLoop;
import org.openhtc.region.RegionName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Runs one agent per configured host; hosts may be added, changed and removed at any time. */
@Component
public class HostAgents implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(HostAgents.class);

  /** How often the time of the last contact of reachable hosts is stored. */
  private static final Duration SEEN_INTERVAL = Duration.ofSeconds(30);

  /** How long a stop waits for the engines to remove the slots that are free. */
  private static final Duration LONGEST_LEAVING = Duration.ofSeconds(5);

  private final Hosts hosts;
  private final HostAgentFactory factory;
  private final AssignmentReader reader;
  private final Clock clock;
  private final WakeableLoop loop;
  private final Map<String, RunningAgent> running = new ConcurrentHashMap<>();
  private DueTime nextSeenReport = DueTime.NOW;

  HostAgents(
      Hosts hosts,
      HostAgentFactory factory,
      Assignments assignments,
      ExecutionSettings settings,
      Clock clock) {
    this.hosts = hosts;
    this.factory = factory;
    this.clock = clock;
    this.reader =
        new AssignmentReader(
            assignments, this::agents, settings.listInterval(), settings.pollInterval(), clock);
    this.loop = new WakeableLoop("hosts", settings.listInterval());
  }

  /**
   * @param address at which the agent reaches the engine
   * @param region whose jobs the agent runs
   */
  private record RunningAgent(HostAgent agent, EngineAddress address, RegionName region) {

    static RunningAgent start(HostAgent agent, Host host) {
      agent.start();
      return new RunningAgent(agent, EngineAddress.of(host), host.region());
    }

    /** A host with another address or region gets a new agent, which adopts the containers. */
    boolean fits(@Nullable Host host) {
      return host != null && address.equals(EngineAddress.of(host)) && region == host.region();
    }
  }

  private Collection<HostAgent> agents() {
    return running.values().stream().map(RunningAgent::agent).toList();
  }

  @EventListener
  void start(JobsPlaced placed) {
    placed.byHost().forEach((host, jobs) -> agent(host).ifPresent(agent -> agent.placed(jobs)));
  }

  @EventListener
  void returnToQueue(ReturnsRequested requested) {
    requested.byHost().forEach((host, jobs) -> agent(host).ifPresent(a -> a.returnToQueue(jobs)));
  }

  @EventListener
  void read(HostWorkChanged changed) {
    if (!changed.isPlacement()) {
      reader.changed(changed.hosts());
    }
  }

  @TransactionalEventListener(fallbackExecution = true)
  void wake(HostsChanged changed) {
    loop.wake();
  }

  /** The engine that the host's agent is connected to; empty while it is unreachable. */
  public Optional<ContainerEngine> engine(String host) {
    return agent(host).flatMap(HostAgent::engine);
  }

  private Optional<HostAgent> agent(String host) {
    return Optional.ofNullable(running.get(host)).map(RunningAgent::agent);
  }

  @Override
  public void start() {
    loop.start(this::reconcile);
    reader.start();
  }

  /** Containers of jobs keep running: the agents of the next start adopt them. */
  @Override
  public void stop() {
    loop.stop();
    reader.stop();
    running.values().forEach(each -> each.agent().end());
    List<Thread> leaving = running.values().stream().map(each -> each.agent().stop()).toList();
    running.clear();
    await(leaving);
  }

  /** The process ends when its components have stopped, regardless of these threads. */
  private void await(List<Thread> leaving) {
    long end = System.nanoTime() + LONGEST_LEAVING.toNanos();
    try {
      for (Thread thread : leaving) {
        thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  /** Runs now and then without a notification too, because another process may change hosts. */
  private void reconcile() {
    Map<String, Host> configured =
        hosts.all().stream().collect(Collectors.toMap(Host::name, Function.identity()));
    running.values().stream()
        .filter(each -> !each.fits(configured.get(each.agent().host())))
        .forEach(this::remove);
    configured.forEach((name, host) ->
        running
            .computeIfAbsent(name, n -> RunningAgent.start(factory.agent(host), host))
            .agent()
            .configured(host));
    agents().forEach(HostAgent::offerLeaseIfUnreachable);
    reportSeen();
  }

  private void remove(RunningAgent old) {
    log.info("Host {} was removed, or has another address or region now", old.agent().host());
    old.agent().stop();
    running.remove(old.agent().host());
  }

  /** One statement for all hosts that are reachable. */
  private void reportSeen() {
    Instant now = clock.instant();
    if (!nextSeenReport.isReached(now)) {
      return;
    }
    Map<String, Instant> seen = new HashMap<>();
    agents().forEach(agent -> agent.lastSeen().ifPresent(at -> seen.put(agent.host(), at)));
    if (!seen.isEmpty()) {
      hosts.reportSeen(seen);
    }
    nextSeenReport = DueTime.after(SEEN_INTERVAL, now);
  }
}
