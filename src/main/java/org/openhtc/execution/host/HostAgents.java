package org.openhtc.execution.host;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
import org.openhtc.region.RegionName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Runs one agent per configured host, and sees to it that hosts may come and go. */
@Component
public class HostAgents implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(HostAgents.class);
  private static final Duration LAST_LOOK = Duration.ofSeconds(10);

  private final Hosts hosts;
  private final HostAgentFactory factory;
  private final ExecutionSettings settings;
  private final Map<String, Post> posts = new ConcurrentHashMap<>();
  private final Semaphore wakeUp = new Semaphore(0);
  private volatile boolean isEnding;
  private @Nullable Thread loop;

  HostAgents(Hosts hosts, HostAgentFactory factory, ExecutionSettings settings) {
    this.hosts = hosts;
    this.factory = factory;
    this.settings = settings;
  }

  /** An agent at work, and what it was told of its host. */
  private record Post(HostAgent agent, Thread thread, EngineAddress address, RegionName region) {

    static Post begin(HostAgent agent, Host host) {
      Thread thread = Thread.ofVirtual().name("host-" + host.name()).start(agent::run);
      return new Post(agent, thread, EngineAddress.of(host), host.region());
    }

    /** A host that is reached differently gets another agent, which takes over what runs. */
    boolean isRightFor(@Nullable Host host) {
      return host != null && address.equals(EngineAddress.of(host)) && region == host.region();
    }

    /** Before the database goes; an engine that does not answer must not hold up the end. */
    void end() {
      agent.end();
      try {
        if (!thread.join(LAST_LOOK)) {
          thread.interrupt();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @EventListener
  void wake(HostWorkChanged asked) {
    asked.hosts().stream().flatMap(host -> agent(host).stream()).forEach(HostAgent::wake);
  }

  @TransactionalEventListener(fallbackExecution = true)
  void wake(HostsChanged changed) {
    wakeUp.release();
  }

  /** The engine that a host's agent talks to now; empty when it is away. */
  public Optional<ContainerEngine> engine(String host) {
    return agent(host).flatMap(HostAgent::engine);
  }

  private Optional<HostAgent> agent(String host) {
    return Optional.ofNullable(posts.get(host)).map(Post::agent);
  }

  @Override
  public void start() {
    isEnding = false;
    loop = Thread.ofVirtual().name("hosts").start(this::run);
  }

  /** Containers go on: the next start adopts them. */
  @Override
  public void stop() {
    isEnding = true;
    wakeUp.release();
    Thread running = loop;
    if (running != null) {
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      loop = null;
    }
    posts.values().forEach(post -> post.agent().end());
    posts.values().forEach(Post::end);
    posts.clear();
  }

  @Override
  public boolean isRunning() {
    return loop != null;
  }

  /** Another process may have changed the hosts too, so they are looked at now and then. */
  private void run() {
    try {
      while (!isEnding) {
        man();
        wakeUp.tryAcquire(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
        wakeUp.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void man() {
    try {
      Map<String, Host> wanted =
          hosts.all().stream().collect(Collectors.toMap(Host::name, Function.identity()));
      posts.values().stream()
          .filter(post -> !post.isRightFor(wanted.get(post.agent().host())))
          .forEach(this::leave);
      wanted.forEach(
          (name, host) -> posts.computeIfAbsent(name, n -> Post.begin(factory.agent(host), host)));
    } catch (RuntimeException | Error e) {
      log.warn("The hosts could not be looked up; it is tried again soon", e);
    }
  }

  private void leave(Post post) {
    log.info("Host {} is gone, or is reached differently from now on", post.agent().host());
    post.end();
    posts.remove(post.agent().host());
  }
}
