package org.openhtc.testing;

import java.time.Duration;

/**
 * How long tests wait at most. A wait ends as soon as its condition holds, or can no longer become
 * true, so that long timeouts cost no time.
 */
public final class Timeouts {
  /**
   * For one step, such as a status of a job, an event or a host that becomes ready. It takes
   * seconds on an idle machine.
   */
  public static final Duration STEP = Duration.ofSeconds(90);

  /** For hundreds of jobs. */
  public static final Duration MANY_JOBS = Duration.ofMinutes(4);

  private Timeouts() {}
}
