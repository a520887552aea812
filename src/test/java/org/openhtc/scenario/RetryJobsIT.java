package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;

/** Ended jobs run again, and receipts show how far a request is. */
@Scenario
class RetryJobsIT {
  @Autowired TestTask task;

  @Test
  void failedJobsRunAgainOncePerKey() {
    String batch =
        task.submit(2, script("echo attempt; test $AWS_BATCH_JOB_ARRAY_INDEX = 1 || exit 3"));
    task.awaitCounts(Map.of("FAILED", 1, "SUCCEEDED", 1));
    ApiResponse first = retry("k1", "?exitCode=3");
    assertThat(first.status()).as(first.sentence()).isEqualTo(200);
    assertThat(first.body().path("counted").asInt()).isEqualTo(1);
    assertThat(first.text("completedAt")).isNotEmpty();
    task.awaitAttempt(batch, 0, 2);
    task.awaitCounts(Map.of("FAILED", 1, "SUCCEEDED", 1));
    ApiResponse repeated = retry("k1", "?exitCode=3");
    assertThat(repeated.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(repeated.body()).isEqualTo(first.body());
    assertThat(task.job(batch, 0).path("providerJobId").asString()).endsWith("#2");
    assertThat(task.log(batch, 0)).containsExactly("attempt");
    assertThat(retry("k1", "").status()).isEqualTo(422);
    assertThat(task.events(batch, 0))
        .extracting(event -> event.path("status").asString())
        .containsExactly(
            "SUBMITTED_TO_RESCALE",
            "SUBMITTED_TO_PROVIDER",
            "RUNNABLE",
            "STARTING",
            "RUNNING",
            "FAILED",
            "RUNNABLE",
            "STARTING",
            "RUNNING",
            "FAILED");
  }

  @Test
  void receiptOfACancellationIsReadUntilTheJobsHaveEnded() {
    String batch = task.submit(2, script("sleep 300"));
    Map<String, Object> waiting = script("true");
    waiting.put("architecture", "AARCH64");
    task.submit(3, waiting);
    task.awaitStatus(batch, 0, "RUNNING");
    task.awaitStatus(batch, 1, "RUNNING");
    ApiResponse receipt = task.api.post(task.path + "/jobs/cancel", "");
    assertThat(receipt.body().path("counted").asInt()).isEqualTo(5);
    assertThat(receipt.body().path("requested").asInt()).isEqualTo(2);
    task.awaitCounts(Map.of("FAILED", 5));
    assertThat(receipt(receipt.text("receiptId")).body().path("ended").asInt()).isEqualTo(5);
  }

  @Test
  void wrongFiltersAreRefused() {
    String batch = task.submit(1, script("true"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(retry("k", "?status=RUNNING").sentence()).contains("status 'RUNNING'");
    assertThat(retry("k", "?failureCode=x").sentence()).contains("failureCode 'x'");
    assertThat(retry("k", "?fromJobId=" + batch + ":1").sentence()).contains("fromJobId");
    assertThat(retry("k", "?group=").status()).isEqualTo(400);
    assertThat(task.api.post(task.path + "/jobs/cancel?status=FAILED", "").status()).isEqualTo(400);
    assertThat(receipt(UUID.randomUUID().toString()).status()).isEqualTo(404);
    assertThat(receipt("x").status()).isEqualTo(404);
    assertThat(task.counts()).isEqualTo(Map.of("SUCCEEDED", 1));
  }

  @Test
  void taskThatIsArchivedTakesNoRetry() {
    String batch = task.submit(1, script("exit 1"));
    task.awaitStatus(batch, 0, "FAILED");
    assertThat(task.api.patch(task.path, "{\"lifecycleStatus\":\"ARCHIVED\"}").status())
        .isEqualTo(200);
    assertThat(retry("k", "").status()).isEqualTo(409);
    assertThat(task.job(batch, 0).path("status").asString()).isEqualTo("FAILED");
  }

  private ApiResponse retry(String key, String query) {
    return task.api.send(
        "POST", task.path + "/jobs/retry" + query, BodyPublishers.noBody(), "Idempotency-Key", key);
  }

  private ApiResponse receipt(String id) {
    return task.api.get(task.path + "/receipts/" + id);
  }
}
