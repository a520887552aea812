package org.openhtc.execution.slot;

import java.time.Instant;

/** How many uses of slots ended in each of the last 60 seconds. */
final class RecentEnds {
  static final int SECONDS = 60;

  private final int[] perSecond = new int[SECONDS];
  private long newest;

  void add(Instant now) {
    moveTo(now.getEpochSecond());
    perSecond[index(newest)]++;
  }

  /**
   * @param seconds 1 to 60, the present one included
   */
  int within(int seconds, Instant now) {
    moveTo(now.getEpochSecond());
    int sum = 0;
    for (long second = newest; second > newest - seconds; second--) {
      sum += perSecond[index(second)];
    }
    return sum;
  }

  /** Clears the seconds that have passed; has no effect if the clock was set back. */
  private void moveTo(long second) {
    for (long next = Math.max(newest + 1, second - SECONDS + 1); next <= second; next++) {
      perSecond[index(next)] = 0;
    }
    newest = Math.max(newest, second);
  }

  private static int index(long second) {
    return (int) Math.floorMod(second, SECONDS);
  }
}
