package org.openhtc.execution.fitness;

import java.time.Duration;
import java.time.Instant;

/**
 * For how long a passed test shows that a host is fit. A test holds for a limited time and a
 * limited number of failures, because the host may break at any moment after it. The number doubles
 * with each test that passes soon after the one before: a host on which many jobs fail at once, and
 * that passes every test, is tested less and less often. Not thread-safe.
 */
final class Evidence {
  static final Duration VALID_FOR = Duration.ofSeconds(15);
  static final int FIRST_ALLOWANCE = 8;
  static final int LARGEST_ALLOWANCE = 1024;

  /** After this time without a test the number begins again. */
  static final Duration SOON = Duration.ofMinutes(1);

  private Instant passedAt = Instant.MIN;
  private int allowance = FIRST_ALLOWANCE;
  private int left;

  /** Whether the host counts as fit at the failure; each failure that is covered is counted. */
  boolean covers(Instant failure) {
    if (left == 0 || failure.isAfter(latest())) {
      return false;
    }
    left--;
    return true;
  }

  private Instant latest() {
    return passedAt.equals(Instant.MIN) ? passedAt : passedAt.plus(VALID_FOR);
  }

  /** The host has passed a test, because of a failure that this covers too. */
  void passed(Instant now) {
    boolean isSoon = !passedAt.equals(Instant.MIN) && !now.isAfter(passedAt.plus(SOON));
    allowance = isSoon ? Math.min(2 * allowance, LARGEST_ALLOWANCE) : FIRST_ALLOWANCE;
    passedAt = now;
    left = allowance - 1;
  }

  /** Nothing is known of the host any more. */
  void clear() {
    passedAt = Instant.MIN;
    allowance = FIRST_ALLOWANCE;
    left = 0;
  }
}
