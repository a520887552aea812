package org.openhtc.scheduling.ahead;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How many jobs are expected to leave each host within two seconds: about as many as in the last
 * two. Counts the ends in windows of two seconds; the previous window counts as far as the last two
 * seconds reach into it.
 */
@Component
public final class EndRates {
  private static final Duration WINDOW = Duration.ofSeconds(2);

  private static final class Window {
    private Instant begun;
    private int ends;
    private int before;

    Window(Instant begun) {
      this.begun = begun;
    }

    void moveTo(Instant now) {
      if (!now.isBefore(begun.plus(WINDOW))) {
        boolean isNext = now.isBefore(begun.plus(WINDOW.multipliedBy(2)));
        before = isNext ? ends : 0;
        begun = isNext ? begun.plus(WINDOW) : now;
        ends = 0;
      }
    }
  }

  private final Clock clock;
  private final Map<String, Window> windows = new HashMap<>();

  public EndRates(Clock clock) {
    this.clock = clock;
  }

  /**
   * Jobs have left hosts.
   *
   * @param jobs how many, by host
   */
  public synchronized void count(Map<String, Integer> jobs) {
    Instant now = clock.instant();
    jobs.forEach((host, ended) -> {
      Window window = windows.computeIfAbsent(host, h -> new Window(now));
      window.moveTo(now);
      window.ends += ended;
    });
  }

  /** How many jobs are expected to leave the host within two seconds. */
  public synchronized int expected(String host) {
    Window window = windows.get(host);
    if (window == null) {
      return 0;
    }
    Instant now = clock.instant();
    window.moveTo(now);
    double elapsed = (double) Duration.between(window.begun, now).toMillis() / WINDOW.toMillis();
    return (int) (window.ends + window.before * (1 - Math.clamp(elapsed, 0, 1)));
  }
}
