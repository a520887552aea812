package org.openhtc.execution.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.attempt.LaunchPermission;
import org.openhtc.execution.attempt.NetworkPolicy;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.lease.DueTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The isolation of one host: set up at each connection and again every few minutes, because a
 * reload of the host's own firewall removes the rules of OpenHTC. The repetition takes seconds and
 * delays nothing else.
 */
final class HostIsolation {
  private static final Logger log = LoggerFactory.getLogger(HostIsolation.class);

  private static final Isolation UNTESTED = Isolation.none("it has not been tested yet");

  /** The longest pause between two renewals; the shortest is half as long. */
  private static final Duration RENEWAL = Duration.ofMinutes(5);

  private final String host;
  private final NetworkPolicy policy;
  private final BackgroundWork background;
  private final AtomicBoolean isRenewing = new AtomicBoolean();
  private volatile Isolation last = UNTESTED;
  private volatile @Nullable ContainerEngine present;
  private volatile boolean hasFailed;

  /** The identity of the engine to which {@code last} applies. */
  private String tested = "";

  private DueTime due = DueTime.NOW;

  HostIsolation(String host, NetworkPolicy policy, BackgroundWork background) {
    this.host = host;
    this.policy = policy;
    this.background = background;
  }

  /**
   * Sets the isolation up on a new connection, and returns what the host has. Where only a longer
   * test shows that, the result of an earlier connection to the same engine counts until the test
   * has ended.
   */
  Isolation establish(ContainerEngine engine, String engineId, Instant now) {
    present = engine; // from now on no test of an earlier connection counts
    if (!engineId.equals(tested)) {
      forget();
    }
    tested = engineId;
    Optional<Isolation> found = policy.begin(engine);
    found.ifPresent(this::found);
    due = found.isPresent() ? DueTime.after(pause(), now) : DueTime.NOW;
    return last;
  }

  /** The next result is that of a new test. */
  void forget() {
    last = UNTESTED;
    tested = "";
  }

  /** What the host has; starts a repetition if one is due, or the first test has failed. */
  Isolation current(ContainerEngine engine, Instant now) {
    boolean isDue = due.isReached(now) || hasFailed;
    if (isDue && isRenewing.compareAndSet(false, true)) {
      due = DueTime.after(pause(), now);
      hasFailed = false;
      background.start("isolation-" + host, () -> renew(engine));
    }
    return last;
  }

  /**
   * Random, so that the renewals of many hosts that were connected together do not occupy the
   * processors together.
   */
  private static Duration pause() {
    long shortest = RENEWAL.toMillis() / 2;
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(shortest, 2 * shortest));
  }

  private void renew(ContainerEngine engine) {
    try {
      Isolation found = policy.ensure(engine);
      if (engine == present) {
        found(found);
      }
    } catch (EngineException e) {
      hasFailed = last == UNTESTED;
      log.warn("The isolation of host {} can't be set up again: {}", host, e.getMessage());
    } finally {
      isRenewing.set(false);
    }
  }

  private void found(Isolation found) {
    if (!found.equals(last)) {
      report(found);
    }
    last = found;
  }

  /** Whether jobs may be started with the isolation that the host has now. */
  LaunchPermission permission() {
    Isolation present = last;
    return present == UNTESTED && policy.refuses(present)
        ? new LaunchPermission.Pending()
        : LaunchPermission.unless(unfitReason(present));
  }

  /** Why the settings exclude a host with this isolation; empty if they do not. */
  Optional<String> unfitReason(Isolation isolation) {
    return policy.refuses(isolation)
        ? Optional.of("it does not isolate its jobs: " + isolation.reason())
        : Optional.empty();
  }

  /** Whether hosts that can't isolate or limit their jobs get none. */
  boolean isRequired() {
    return policy.isRequired();
  }

  private void report(Isolation found) {
    switch (found.level()) {
      case FIREWALL, NO_NETWORK -> log.info("Host {} isolates its jobs: {}", host, found.reason());
      case NONE -> log.warn("Host {} does not isolate its jobs: {}", host, found.reason());
    }
  }
}
