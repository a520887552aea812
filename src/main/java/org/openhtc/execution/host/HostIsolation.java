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
 * The isolation of one host: arranged at contact and again now and then, because a reload of the
 * host's own firewall takes our rules away.
 */
final class HostIsolation {
  private static final Logger log = LoggerFactory.getLogger(HostIsolation.class);
  private static final Duration RENEWAL = Duration.ofMinutes(5);

  private final String host;
  private final NetworkPolicy jobs;
  private @Nullable Isolation last;
  private Instant due = Instant.MIN;

  HostIsolation(String host, NetworkPolicy jobs) {
    this.host = host;
    this.jobs = jobs;
  }

  /** What holds now. */
  Isolation arrange(ContainerEngine engine, boolean isNew, Instant now) {
    Isolation before = last;
    if (before != null && !isNew && now.isBefore(due)) {
      return before;
    }
    Isolation found = jobs.arrange(engine);
    if (!found.equals(before)) {
      tell(found);
    }
    last = found;
    due = now.plus(RENEWAL);
    return found;
  }

  /** Whether the settings keep jobs off the host as it is. */
  boolean refuses(Isolation isolation) {
    return jobs.refuses(isolation);
  }

  private void tell(Isolation found) {
    switch (found.level()) {
      case FIREWALL, NO_NETWORK -> log.info("Host {} isolates its jobs: {}", host, found.reason());
      case NONE -> log.warn("Host {} does not isolate its jobs: {}", host, found.reason());
    }
  }
}
