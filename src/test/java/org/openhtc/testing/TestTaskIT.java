package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.awaitility.core.TerminalFailureException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Scenario
class TestTaskIT {
  @Autowired TestTask task;

  @Test
  void waitForAStatusEndsWhenTheJobHasEndedWithAnotherOne() {
    String batch = task.submit(1, TestTask.script("exit 3"));
    assertThatThrownBy(() -> task.awaitStatus(batch, 0, "SUCCEEDED"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("status SUCCEEDED can no longer be reached")
        .hasMessageContaining("exited with code 3");
  }

  @Test
  void waitForALineEndsWhenTheJobHasEndedWithoutIt() {
    String batch = task.submit(1, TestTask.script("echo one"));
    assertThatThrownBy(() -> task.awaitLine(batch, 0, "two"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("line two can no longer be reached");
  }

  @Test
  void waitForCountsEndsWhenMoreJobsThanExpectedHaveEndedWithAStatus() {
    task.submit(2, TestTask.script("exit 3"));
    Map<String, Integer> counts = Map.of("SUCCEEDED", 1, "FAILED", 1);
    assertThatThrownBy(() -> task.awaitCounts(counts, Duration.ofMinutes(1)))
        .isInstanceOf(TerminalFailureException.class)
        .hasMessageContaining("as FAILED")
        .hasMessageContaining("exited with code 3");
  }
}
