package org.openhtc.execution;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.job.HostsAsked;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Runs one agent per configured host. */
@Component
class HostAgents implements SmartLifecycle {
  private static final Duration LAST_LOOK = Duration.ofSeconds(10);

  private final Hosts hosts;
  private final HostAgentFactory factory;
  private final List<HostAgent> agents = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  HostAgents(Hosts hosts, HostAgentFactory factory) {
    this.hosts = hosts;
    this.factory = factory;
  }

  @EventListener
  void wake(HostsAsked asked) {
    agents.stream().filter(agent -> asked.hosts().contains(agent.host())).forEach(HostAgent::wake);
  }

  /** The engine that a host's agent talks to now; empty when it is away. */
  Optional<ContainerEngine> engine(String host) {
    return agents.stream()
        .filter(agent -> agent.host().equals(host))
        .findFirst()
        .flatMap(HostAgent::engine);
  }

  @Override
  public void start() {
    for (Host host : hosts.all()) {
      HostAgent agent = factory.agent(host);
      agents.add(agent);
      threads.add(Thread.ofVirtual().name("host-" + host.name()).start(agent::run));
    }
  }

  /** Containers go on: the next start adopts them. */
  @Override
  public void stop() {
    agents.forEach(HostAgent::end);
    threads.forEach(HostAgents::await);
    threads.clear();
    agents.clear();
  }

  /** Before the database goes; an engine that does not answer must not hold up the end. */
  private static void await(Thread agent) {
    try {
      if (!agent.join(LAST_LOOK)) {
        agent.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return !threads.isEmpty();
  }
}
