package org.openhtc.chaos;

import java.util.List;
import java.util.Map;

/**
 * The result of one seed.
 *
 * @param faultSeconds how long something was broken
 * @param steps how often each kind of step occurred
 * @param seconds until all jobs had ended and were checked
 * @param parts of that time, by their names, in seconds
 * @param violations sentences; empty if everything is as it should be
 */
record RunResult(
    long seed,
    long faultSeconds,
    int jobs,
    long containers,
    Map<String, Long> steps,
    long seconds,
    Map<String, Long> parts,
    List<String> violations) {

  long stepCount() {
    return steps.values().stream().mapToLong(Long::longValue).sum();
  }

  boolean isCorrect() {
    return violations.isEmpty();
  }
}
