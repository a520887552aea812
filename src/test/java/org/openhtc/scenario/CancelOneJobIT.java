package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** One job of a batch is cancelled and the others continue. */
@Scenario
class CancelOneJobIT {
  @Autowired TestTask task;

  @Test
  void waitingJobEndsAtOnceAndTheOthersContinueToWait() {
    String batch = waiting(5);
    ApiResponse response = task.cancel(batch, 2);
    assertThat(response.status()).as(response.sentence()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(task.job(batch, 2));
    assertThat(response.text("status")).isEqualTo("FAILED");
    assertThat(response.text("statusReason")).isEqualTo("Cancelled by the user");
    assertThat(task.counts()).isEqualTo(Map.of("FAILED", 1, "RUNNABLE", 4));
    assertThat(task.api.all(task.path + "/jobs?status=FAILED"))
        .extracting(job -> job.get("jobUUID").asString())
        .containsExactly(batch + ":2");
    List<JsonNode> events = task.events(batch, 2);
    assertThat(events).extracting(event -> event.get("status").asString()).endsWith("FAILED");
    assertThat(events.getLast().get("userCancelledEvent").asBoolean()).isTrue();
    assertThat(task.log(batch, 2)).isEmpty();
    task.cancel();
    assertThat(task.counts()).isEqualTo(Map.of("FAILED", 5));
  }

  @Test
  void groupStatisticsCountTheCancelledJob() {
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    String batch = task.submit("g", 3, definition, 0);
    task.cancel(batch, 0);
    JsonNode counts =
        task.api.get(task.path + "/group-summary-statistics?group=g").body().at("/items/0");
    assertThat(counts.at("/jobStatuses/FAILED").asInt()).isEqualTo(1);
    assertThat(counts.path("jobStatuses").valueStream().mapToInt(JsonNode::asInt).sum())
        .isEqualTo(3);
  }

  @Test
  void runningJobIsStoppedAndTheOthersContinue() {
    String batch =
        task.submit(2, script("if [ $AWS_BATCH_JOB_ARRAY_INDEX = 1 ]; then sleep 300; fi"));
    task.awaitStatus(batch, 1, "RUNNING");
    ApiResponse response = task.cancel(batch, 1);
    assertThat(response.status()).as(response.sentence()).isEqualTo(200);
    JsonNode job = task.awaitStatus(batch, 1, "FAILED");
    assertThat(job.get("statusReason").asString()).isEqualTo("Cancelled by the user");
    task.awaitCounts(Map.of("FAILED", 1, "SUCCEEDED", 1));
  }

  @Test
  void endedJobIsReturnedUnchanged() {
    String batch = task.submit(1, script("true"));
    JsonNode before = task.awaitStatus(batch, 0, "SUCCEEDED");
    ApiResponse response = task.cancel(batch, 0);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(before);
    String cancelled = waiting(1);
    JsonNode first = task.cancel(cancelled, 0).body();
    assertThat(task.cancel(cancelled, 0).body()).isEqualTo(first);
  }

  @Test
  void unknownJobIsNotFound() {
    String batch = waiting(2);
    assertThat(task.cancel(batch, 2).status()).isEqualTo(404);
    assertThat(task.cancel(UUID.randomUUID().toString(), 0).status()).isEqualTo(404);
    assertThat(TestTask.in(task.api).cancel(batch, 0).status()).isEqualTo(404);
    assertThat(task.counts()).isEqualTo(Map.of("RUNNABLE", 2));
  }

  /** Submits jobs for an architecture that no host has. */
  private String waiting(int size) {
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    String batch = task.submit(size, definition);
    task.awaitStatus(batch, 0, "RUNNABLE");
    return batch;
  }
}
