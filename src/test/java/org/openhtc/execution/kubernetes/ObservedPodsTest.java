package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ObservedPodsTest {
  private static final Instant FIRST = Instant.parse("2026-11-27T12:00:00Z");

  /** As many as a host can have, in the same order in each list. */
  @Test
  void allPodsOfALargeClusterAreDelayedSinceTheirFirstObservation() {
    ObservedPods observed = new ObservedPods();
    for (int second = 0; second < 2; second++) {
      for (int i = 0; i < ObservedPods.MOST_DELAYED; i++) {
        assertThat(observed.delayedSince(unpullable(i), FIRST.plusSeconds(second)))
            .isEqualTo(FIRST);
      }
    }
  }

  private static Pod unpullable(int number) {
    return new Pod(
        Yamls.read(
            """
            metadata: {name: pod-%1$d, uid: %1$d}
            status: {phase: Pending, containerStatuses: [{state: {waiting: {
              reason: ImagePullBackOff, message: 'not found'}}}]}
            """
                .formatted(number)));
  }
}
