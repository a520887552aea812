package org.openhtc.execution.fitness;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The failed starts of one attempt on a host that is not at fault. An engine reports many mistakes
 * of a job with status 500, as it reports its own failures: a failure that returns with the same
 * words is the job's own.
 */
public final class FailedStarts {
  /** How often an engine has to report the same message. */
  static final int LIMIT = 3;

  /** The limit of all messages together, because each may contain another random name. */
  static final int LIMIT_OF_ALL = 6;

  /** The words of shortages and failures of a machine, which no job causes by its definition. */
  private static final Pattern OF_THE_MACHINE =
      Pattern.compile(
          "no space left|input/output error|read-only file system|too many open files"
              + "|cannot allocate memory|resource temporarily unavailable|device or resource busy"
              + "|deadline exceeded|timed? ?out|context canceled|connection (refused|reset)"
              + "|is in use by a container that is not visible|did not respond",
          Pattern.CASE_INSENSITIVE);

  private final Map<String, Integer> byMessage = new HashMap<>();
  private int all;

  /**
   * Called after a failed start.
   *
   * @return the message if the job is at fault; empty if another start may succeed
   */
  public synchronized Optional<String> failed(String message) {
    if (OF_THE_MACHINE.matcher(message).find()) {
      return Optional.empty();
    }
    all++;
    boolean isRepeated = byMessage.merge(message, 1, Integer::sum) >= LIMIT;
    return isRepeated || all >= LIMIT_OF_ALL ? Optional.of(message) : Optional.empty();
  }
}
