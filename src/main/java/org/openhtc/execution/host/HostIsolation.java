package org.openhtc.execution.host;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.attempt.NetworkPolicy;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.Isolation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The isolation of one host: set up at each connection and again every few minutes, because a
 * reload of the host's own firewall removes the rules of OpenHTC.
 */
final class HostIsolation {
  private static final Logger log = LoggerFactory.getLogger(HostIsolation.class);
  private static final Duration RENEWAL = Duration.ofMinutes(5);

  private final String host;
  private final NetworkPolicy policy;
  private @Nullable Isolation last;
  private Instant due = Instant.MIN;

  HostIsolation(String host, NetworkPolicy policy) {
    this.host = host;
    this.policy = policy;
  }

  /** Sets the isolation up if that is due, and returns what the host has. */
  Isolation ensure(ContainerEngine engine, boolean isNew, Instant now) {
    Isolation before = last;
    if (before != null && !isNew && now.isBefore(due)) {
      return before;
    }
    Isolation found = policy.ensure(engine);
    if (!found.equals(before)) {
      report(found);
    }
    last = found;
    due = now.plus(RENEWAL);
    return found;
  }

  /** Whether the settings exclude a host with this isolation. */
  boolean refuses(Isolation isolation) {
    return policy.refuses(isolation);
  }

  private void report(Isolation found) {
    switch (found.level()) {
      case FIREWALL, NO_NETWORK -> log.info("Host {} isolates its jobs: {}", host, found.reason());
      case NONE -> log.warn("Host {} does not isolate its jobs: {}", host, found.reason());
    }
  }
}
