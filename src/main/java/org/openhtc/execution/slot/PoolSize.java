package org.openhtc.execution.slot;

import java.time.Duration;
import java.time.Instant;

/**
 * How many slots a host should have. A slot saves time only if it is used again, so their number
 * follows the rate at which containers end: long jobs need few of them.
 */
final class PoolSize {
  /** A bridge of Linux has 1,024 ports. */
  static final int LARGEST = 900;

  /** A slot needs about 5 MiB, so that they need at most a hundredth of the host's memory. */
  private static final int MEMORY_PER_SLOT_MIB = 500;

  private static final int MOST_SPARE = 16;
  private static final int RATE_SECONDS = 3;

  /** A host without jobs for so long needs no slots. */
  private static final Duration SPARE_FOR = Duration.ofHours(1);

  private static final Duration MISS_COUNTS_FOR = Duration.ofSeconds(5);

  private final RecentEnds ends = new RecentEnds();
  private int spareWhileUsed = 2;
  private int largest = LARGEST;
  private Instant lastTake = Instant.MIN;
  private Instant lastMiss = Instant.MIN;

  /**
   * @param cores processors of the host; an engine is fastest with about two starts for each
   * @param memoryMib of the host
   */
  void host(int cores, long memoryMib) {
    spareWhileUsed = Math.clamp(2L * cores, 2, MOST_SPARE);
    largest = Math.clamp(memoryMib / MEMORY_PER_SLOT_MIB, 2, LARGEST);
  }

  /** A slot was requested for a container. */
  void requested(Instant now) {
    lastTake = now;
  }

  /** A container with a slot has ended. */
  void ended(Instant now) {
    ends.add(now);
  }

  /** A container found no slot, although some are free: they belong to other projects. */
  void missed(Instant now) {
    lastMiss = now;
  }

  /**
   * @param busy slots in use
   */
  int wanted(int busy, Instant now) {
    int perSecond = Math.ceilDiv(ends.within(RATE_SECONDS, now), RATE_SECONDS);
    int resting = Math.toIntExact(perSecond * PooledSlot.REST.toSeconds());
    int reused = ends.within(RecentEnds.SECONDS, now);
    int spare = now.isBefore(lastTake.plus(SPARE_FOR)) ? spareWhileUsed : 0;
    return Math.min(largest, Math.min(spare + reused, busy + spare + resting));
  }

  /**
   * Where the slots that rest belong to other projects, more are made for the present one, up to
   * three times the wanted number.
   *
   * @param all present slots
   */
  boolean needsMore(int all, int busy, Instant now) {
    int wanted = wanted(busy, now);
    boolean missedJustNow = now.isBefore(lastMiss.plus(MISS_COUNTS_FOR));
    return all < wanted || (missedJustNow && all < Math.min(largest, 3 * wanted));
  }
}
