package org.openhtc.chaos;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long each part of a run takes. */
final class PartTimes {
  private final long begin = System.nanoTime();
  private final Map<String, Long> seconds = new LinkedHashMap<>();
  private long last = begin;

  /** Of the run, by {@link System#nanoTime}. */
  long begin() {
    return begin;
  }

  /** A part has ended; the next one begins. */
  void ended(String part) {
    long now = System.nanoTime();
    seconds.put(part, rounded(now - last));
    last = now;
  }

  /** In seconds, in the order of the parts. */
  Map<String, Long> parts() {
    return new LinkedHashMap<>(seconds);
  }

  /** Seconds since the beginning. */
  long total() {
    return rounded(System.nanoTime() - begin);
  }

  private static long rounded(long nanos) {
    return Duration.ofNanos(nanos).plusMillis(500).toSeconds();
  }
}
