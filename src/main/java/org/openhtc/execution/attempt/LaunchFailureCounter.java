package org.openhtc.execution.attempt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.host.HostHealth;
import org.openhtc.host.HostReports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts consecutive launch failures of an engine that is reachable. After five of them the host is
 * quarantined: it gets no jobs for a while, so that it does not fail one job after another.
 * Failures that users cause (wrong commands, missing images) do not count.
 */
public final class LaunchFailureCounter {
  private static final Logger log = LoggerFactory.getLogger(LaunchFailureCounter.class);
  private static final int LIMIT = 5;

  private final String host;
  private final HostReports hosts;
  private final Duration quarantine;
  private final Clock clock;
  private int failures;
  private @Nullable Instant releaseAt;

  public LaunchFailureCounter(String host, HostReports hosts, Duration quarantine, Clock clock) {
    this.host = host;
    this.hosts = hosts;
    this.quarantine = quarantine;
    this.clock = clock;
  }

  /** Called after a successful launch. */
  public synchronized void reset() {
    failures = 0;
  }

  /** Called after a failed launch; the fifth consecutive one quarantines the host. */
  public synchronized void count(EngineException problem) {
    failures++;
    if (failures == LIMIT) {
      releaseAt = clock.instant().plus(quarantine);
      log.warn(
          "Host {} failed {} starts in a row and gets no jobs until {}", host, LIMIT, releaseAt);
      hosts.quarantine(
          host, "%d starts failed in a row: %s".formatted(LIMIT, problem.getMessage()));
    }
  }

  /**
   * Whether the host may be quarantined: this process has quarantined it, or found it so.
   *
   * @param found the health of the host, as last read
   */
  public synchronized boolean mayBeQuarantined(HostHealth found) {
    return releaseAt != null || found == HostHealth.QUARANTINED;
  }

  /** Ends a quarantine when its time is over, including one that began in an earlier process. */
  public void releaseWhenDue() {
    releaseWhenDue(hosts.find(host).stream().anyMatch(h -> h.health() == HostHealth.QUARANTINED));
  }

  private synchronized void releaseWhenDue(boolean isQuarantined) {
    if (!isQuarantined) {
      resetAfterRelease();
      return;
    }
    if (releaseAt == null) {
      releaseAt = clock.instant().plus(quarantine);
    } else if (!clock.instant().isBefore(releaseAt)) {
      log.info("Host {} gets jobs again after its quarantine", host);
      failures = 0;
      releaseAt = null;
      hosts.release(host);
    }
  }

  /** An administrator may have released the host before its quarantine was over. */
  private void resetAfterRelease() {
    if (releaseAt != null) {
      releaseAt = null;
      failures = 0;
    }
  }
}
