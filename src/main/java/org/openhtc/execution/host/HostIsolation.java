package org.openhtc.execution.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.attempt.NetworkPolicy;
import org.openhtc.execution.engine.ContainerEngine;
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
  private final Runnable changed;
  private final AtomicBoolean isRenewing = new AtomicBoolean();
  private volatile Isolation last = UNTESTED;
  private volatile @Nullable ContainerEngine present;
  private volatile boolean hasFailed;

  /** The identity of the engine to which {@code last} applies. */
  private String tested = "";

  private DueTime due = DueTime.NOW;

  /**
   * @param background runs the renewals
   * @param changed called when a renewal has found something else than before
   */
  HostIsolation(String host, NetworkPolicy policy, BackgroundWork background, Runnable changed) {
    this.host = host;
    this.policy = policy;
    this.background = background;
    this.changed = changed;
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
    due = DueTime.NOW;
    Optional<Isolation> found = begin(engine);
    if (found.isPresent()) {
      found(found.get());
      due = DueTime.after(pause(), now);
    }
    return last;
  }

  /** If it fails, rules of a machine that was restarted may be missing. */
  private Optional<Isolation> begin(ContainerEngine engine) {
    try {
      return policy.begin(engine);
    } catch (RuntimeException e) {
      if (engine.holdsImages()) {
        last = UNTESTED;
      }
      throw e;
    }
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
      if (engine == present && found(found)) {
        changed.run();
      }
    } catch (RuntimeException e) {
      hasFailed = last == UNTESTED;
      log.warn("The isolation of host {} can't be set up again: {}", host, e.getMessage());
    } finally {
      isRenewing.set(false);
    }
  }

  /** Returns whether that is something else than before. */
  private boolean found(Isolation found) {
    boolean isChange = !found.equals(last);
    if (isChange) {
      report(found);
    }
    last = found;
    return isChange;
  }

  /** What the host has, as far as is known; starts no test. */
  Isolation last() {
    return last;
  }

  /** Whether a test has shown what the host has. */
  boolean isTested() {
    return last != UNTESTED;
  }

  /** Why the settings exclude a host with this isolation; empty if they do not. */
  Optional<String> refusal(Isolation isolation) {
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
