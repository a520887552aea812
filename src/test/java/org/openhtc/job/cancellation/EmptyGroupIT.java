package org.openhtc.job.cancellation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
class EmptyGroupIT {
  @Autowired TestTask task;

  /** The group of a script whose variable is not set. */
  @Test
  void emptyGroupCancelsNothing() {
    Map<String, Object> waiting = TestTask.script("true");
    waiting.put("architecture", "AARCH64");
    String batch = task.submit(1, waiting);
    ApiResponse refused = task.api.post(task.path + "/jobs/cancel?group=", "");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).startsWith("group is empty");
    assertThat(task.job(batch, 0).path("status").asString()).isNotEqualTo("FAILED");
    assertThat(task.api.post(task.path + "/jobs/cancel", "").status()).isEqualTo(200);
    assertThat(task.job(batch, 0).path("status").asString()).isEqualTo("FAILED");
  }
}
