package org.openhtc.execution.slot;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openhtc.execution.engine.ContainerSummary;

/**
 * Finds the test containers that a crash has left, in lists of a host's containers. Others belong
 * to a test that runs now.
 */
final class LeftTests {
  /** Longer than a test takes, also on a slow engine. */
  private static final Duration LONGEST_TEST = Duration.ofMinutes(5);

  /** When each present test container was first listed. */
  private Map<String, Instant> seen = Map.of();

  /**
   * The unused slots without the test containers that may be in use.
   *
   * @param unused of one list
   * @param now when the list was requested
   */
  List<ContainerSummary> without(List<ContainerSummary> unused, Instant now) {
    Map<String, Instant> present = new HashMap<>();
    for (ContainerSummary container : unused) {
      if (TestContainer.isName(container.name())) {
        present.put(container.name(), seen.getOrDefault(container.name(), now));
      }
    }
    seen = present;
    return unused.stream().filter(container -> isLeft(container.name(), now)).toList();
  }

  private boolean isLeft(String name, Instant now) {
    Instant first = seen.get(name);
    return first == null || first.plus(LONGEST_TEST).isBefore(now);
  }
}
