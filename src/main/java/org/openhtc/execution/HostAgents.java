package org.openhtc.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.job.HostsAsked;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Runs one agent per configured host. */
@Component
class HostAgents implements SmartLifecycle {
  private final Hosts hosts;
  private final HostAgentFactory factory;
  private final List<HostAgent> agents = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

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
    threads.forEach(Thread::interrupt);
    threads.clear();
    agents.clear();
  }

  @Override
  public boolean isRunning() {
    return !threads.isEmpty();
  }
}
