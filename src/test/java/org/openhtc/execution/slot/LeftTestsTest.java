package org.openhtc.execution.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.ContainerSummary;

class LeftTestsTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final ContainerSummary SLOT =
      TestLists.slot("openhtc-slot-01234567-1-a-1", Phase.RUNNING);
  private static final ContainerSummary TEST =
      TestLists.slot("openhtc-slot-01234567-test-8d1c", Phase.RUNNING);

  private final LeftTests tests = new LeftTests();

  @Test
  void testContainerIsLeftOnlyIfItIsListedForLong() {
    List<ContainerSummary> listed = List.of(SLOT, TEST);
    assertThat(tests.without(listed, NOW)).containsExactly(SLOT);
    assertThat(tests.without(listed, NOW.plusSeconds(300))).containsExactly(SLOT);
    assertThat(tests.without(listed, NOW.plusSeconds(301))).containsExactly(SLOT, TEST);
    assertThat(tests.without(List.of(), NOW.plusSeconds(302))).isEmpty();
    assertThat(tests.without(listed, NOW.plusSeconds(303))).containsExactly(SLOT);
  }
}
