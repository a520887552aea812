package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.awaitility.core.TerminalFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
class TestTaskIT {
  @LocalServerPort int port;
  private TestTask task;

  @BeforeEach
  void aTask() {
    TestImages.busybox(TestEngine.ENDPOINT);
    task = TestTask.in(ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY));
  }

  @Test
  void waitForAStatusEndsWhenTheJobHasEndedInAnotherOne() {
    String batch = task.submit(1, TestTask.script("exit 3"));
    assertThatThrownBy(() -> task.awaitStatus(batch, 0, "SUCCEEDED"))
        .isInstanceOf(TerminalFailureException.class)
        .hasMessageContaining("the job has ended and won't be SUCCEEDED")
        .hasMessageContaining("exited with code 3");
  }

  @Test
  void waitForCountsEndsWhenMoreJobsHaveEndedInAStatusThanExpected() {
    task.submit(2, TestTask.script("exit 3"));
    Map<String, Integer> counts = Map.of("SUCCEEDED", 1, "FAILED", 1);
    assertThatThrownBy(() -> task.awaitCounts(counts, Duration.ofMinutes(1)))
        .isInstanceOf(TerminalFailureException.class)
        .hasMessageContaining("as FAILED")
        .hasMessageContaining("exited with code 3");
  }
}
