package org.openhtc.execution.attempt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.host.HostHealth;
import org.openhtc.host.Hosts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts starts that an answering engine failed in a row; after a few the host gets no jobs for a
 * while, instead of failing one after the other. What users cause (bad commands, missing images)
 * does not count.
 */
public final class LaunchFailureCounter {
  private static final Logger log = LoggerFactory.getLogger(LaunchFailureCounter.class);
  private static final int LIMIT = 5;

  private final String host;
  private final Hosts hosts;
  private final Duration quarantine;
  private final Clock clock;
  private int strikes;
  private @Nullable Instant releaseAt;

  public LaunchFailureCounter(String host, Hosts hosts, Duration quarantine, Clock clock) {
    this.host = host;
    this.hosts = hosts;
    this.quarantine = quarantine;
    this.clock = clock;
  }

  synchronized void forget() {
    strikes = 0;
  }

  public synchronized void count(EngineException problem) {
    strikes++;
    if (strikes == LIMIT) {
      releaseAt = clock.instant().plus(quarantine);
      log.warn(
          "Host {} failed {} starts in a row and gets no jobs until {}", host, LIMIT, releaseAt);
      hosts.quarantine(
          host, "%d starts failed in a row: %s".formatted(LIMIT, problem.getMessage()));
    }
  }

  /** An administrator was faster: the host begins anew. */
  private void forgetWhenReleased() {
    if (releaseAt != null) {
      releaseAt = null;
      strikes = 0;
    }
  }

  /** Ends a quarantine whose time is over; also one that an earlier process began. */
  public synchronized void releaseWhenDue() {
    if (hosts.find(host).stream().noneMatch(h -> h.health() == HostHealth.QUARANTINED)) {
      forgetWhenReleased();
      return;
    }
    if (releaseAt == null) {
      releaseAt = clock.instant().plus(quarantine);
    } else if (!clock.instant().isBefore(releaseAt)) {
      log.info("Host {} gets jobs again after its quarantine", host);
      strikes = 0;
      releaseAt = null;
      hosts.release(host);
    }
  }
}
