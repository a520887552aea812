package org.openhtc.execution.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.openhtc.lease.DueTime;

/**
 * Which hosts are read in a pass: each of them once per interval, and a part of them at a time. One
 * read of all jobs of a thousand hosts would occupy a processor and the database for so long that
 * requests wait for it. Not thread-safe.
 */
final class ReadTurns {
  /** Fewer hosts than this are read at once: a statement for each few of them would cost more. */
  static final int FEWEST = 64;

  /** Parts are larger than needed, because passes begin later than their polls. */
  private static final double MARGIN = 1.25;

  private final Duration interval;
  private final Duration poll;
  private final Clock clock;
  private final Map<String, DueTime> byHost = new HashMap<>();
  private DueTime next = DueTime.NOW;

  /**
   * @param interval between two reads of a host
   * @param poll between two parts
   */
  ReadTurns(Duration interval, Duration poll, Clock clock) {
    this.interval = interval;
    this.poll = poll;
    this.clock = clock;
  }

  /** The hosts whose turn it is now, those first that were read longest ago. */
  Set<String> due(Collection<String> hosts) {
    byHost.keySet().retainAll(new HashSet<>(hosts));
    Instant now = clock.instant();
    if (!next.isReached(now)) {
      return Set.of();
    }
    Set<String> due = new HashSet<>();
    hosts.stream()
        .filter(host -> dueTime(host).isReached(now))
        .sorted(Comparator.comparing(host -> dueTime(host).at()))
        .limit(part(hosts.size()))
        .forEach(due::add);
    due.forEach(host -> byHost.put(host, DueTime.after(interval, now)));
    next = due.isEmpty() ? next : DueTime.after(poll, now);
    return due;
  }

  private DueTime dueTime(String host) {
    return byHost.getOrDefault(host, DueTime.NOW);
  }

  private int part(int hosts) {
    double share = (double) poll.toNanos() / interval.toNanos();
    return Math.max(FEWEST, (int) Math.ceil(hosts * share * MARGIN));
  }
}
