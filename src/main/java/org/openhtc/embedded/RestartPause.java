package org.openhtc.embedded;

import java.time.Duration;

/** The pauses before the restarts of a child process: longer while it ends soon after its start. */
final class RestartPause {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** A process that ran for longer than this started successfully. */
  private static final Duration SUCCESSFUL_RUN = Duration.ofSeconds(10);

  private Duration next = FIRST;

  /**
   * The pause after a run that has ended.
   *
   * @param run how long it lasted
   */
  Duration after(Duration run) {
    Duration twice = next.multipliedBy(2);
    Duration longer = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    next = run.compareTo(SUCCESSFUL_RUN) > 0 ? FIRST : longer;
    return next;
  }
}
