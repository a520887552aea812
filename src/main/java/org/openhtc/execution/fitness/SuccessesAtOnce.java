package org.openhtc.execution.fitness;

import java.time.Duration;
import java.time.Instant;

/**
 * Finds hosts that end every container at once and report success. Short jobs do the same, so such
 * a host is tested, but not often.
 */
final class SuccessesAtOnce {
  static final int LIMIT = 16;
  static final Duration BETWEEN_TESTS = Duration.ofMinutes(10);

  private int inARow;
  private Instant nextTest = Instant.MIN;

  /**
   * Called after each success.
   *
   * @param atOnce whether the container ended at once
   * @return whether the host has to be tested now
   */
  synchronized boolean needTest(boolean atOnce, Instant now) {
    inARow = atOnce ? inARow + 1 : 0;
    if (inARow < LIMIT || now.isBefore(nextTest)) {
      return false;
    }
    inARow = 0;
    nextTest = now.plus(BETWEEN_TESTS);
    return true;
  }
}
