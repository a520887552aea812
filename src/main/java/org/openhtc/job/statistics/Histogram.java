package org.openhtc.job.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The distribution of durations in milliseconds: percentiles, and counts in steps of equal length.
 *
 * @param maximum of the durations that were counted
 * @param from beginning of the first step, a multiple of {@code step}
 * @param step length of a step: 1, 2 or 5 times a power of ten
 * @param jobs for each step how many durations are at least its beginning and less than its end; at
 *     most {@link #MOST_STEPS} steps, which contain 99 of 100 durations
 * @param longer how many durations are longer than all steps
 */
record Histogram(
    long median,
    long p95,
    long p99,
    long maximum,
    long from,
    long step,
    List<Long> jobs,
    long longer) {
  static final int MOST_STEPS = 26;
  private static final int FULL_STEPS = 24;
  private static final int[] ROUND = {1, 2, 5};

  /** Empty if there are no durations. */
  static Optional<Histogram> of(List<Long> durations) {
    if (durations.isEmpty()) {
      return Optional.empty();
    }
    List<Long> sorted = durations.stream().map(millis -> Math.max(0, millis)).sorted().toList();
    long least = sorted.getFirst();
    long p99 = percentile(sorted, 0.99);
    long step = step(least, p99);
    long from = least / step * step;
    int steps = (int) ((p99 - from) / step) + 1;
    List<Long> jobs = new ArrayList<>(Collections.nCopies(steps, 0L));
    long longer = 0;
    for (long millis : sorted) {
      int at = (int) Math.min(steps, (millis - from) / step);
      if (at == steps) {
        longer++;
      } else {
        jobs.set(at, jobs.get(at) + 1);
      }
    }
    return Optional.of(
        new Histogram(
            percentile(sorted, 0.5),
            percentile(sorted, 0.95),
            p99,
            sorted.getLast(),
            from,
            step,
            List.copyOf(jobs),
            longer));
  }

  private static long percentile(List<Long> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  /** The shortest round step of which {@link #FULL_STEPS} reach from the one to the other. */
  private static long step(long least, long most) {
    long unit = 1;
    while (true) {
      for (int times : ROUND) {
        if (times * unit * FULL_STEPS >= most - least) {
          return times * unit;
        }
      }
      unit *= 10;
    }
  }
}
