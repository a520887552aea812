package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** Submissions that are repeated with their idempotency key. */
@Scenario
class RepeatedSubmissionIT {
  @Autowired TestTask task;

  @Test
  void sameKeyAndBodyReturnTheSameJobs() {
    ApiResponse first = submit("k1", "", waiting(3));
    ApiResponse second = submit("k1", "", waiting(3));
    assertThat(first.status()).as(first.sentence()).isEqualTo(200);
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    assertThat(second.status()).as(second.sentence()).isEqualTo(200);
    assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(jobs()).isEqualTo(3);
  }

  @Test
  void layoutAndUnknownMembersMakeNoDifference() {
    String body =
        """
        [{"batchSize": 1, "htcJobDefinition": {"imageName": "%s", "architecture": "AARCH64",
          "tags": {"a": "1", "b": "2"}}}]
        """
            .formatted(TestImages.BUSYBOX);
    String sameInAnotherLayout =
        """
        [{"htcJobDefinition":{"tags":{"b":"2","a":"1"},"architecture":"AARCH64","imageName":"%s"},
          "flavour":"vanilla","batchSize":1}]
        """
            .formatted(TestImages.BUSYBOX);
    ApiResponse first = submit("k1", "", body);
    assertThat(first.status()).as(first.sentence()).isEqualTo(200);
    assertThat(submit("k1", "", sameInAnotherLayout).body()).isEqualTo(first.body());
  }

  @Test
  void anotherBodyOrGroupIsRefused() {
    submit("k1", "", waiting(3));
    for (ApiResponse response :
        List.of(submit("k1", "", waiting(4)), submit("k1", "g", waiting(3)))) {
      assertThat(response.status()).isEqualTo(422);
      assertThat(response.text("error")).isEqualTo("IdempotencyKeyReused");
      assertThat(response.sentence()).contains("k1");
    }
    assertThat(jobs()).isEqualTo(3);
  }

  @Test
  void keysOfDifferentTasksAreIndependent() {
    TestTask other = TestTask.in(task.api);
    String first = parent(submit("k1", "", waiting(1)));
    ApiResponse second =
        other.api.send(
            "POST",
            other.path + "/jobs/batch",
            BodyPublishers.ofString(waiting(1)),
            "Idempotency-Key",
            "k1");
    assertThat(second.status()).isEqualTo(200);
    assertThat(parent(second)).isNotEqualTo(first);
    other.cancel();
  }

  @Test
  void refusedSubmissionStoresNoKey() {
    assertThat(submit("k1", "", waiting(0)).status()).isEqualTo(400);
    ApiResponse response = submit("k1", "", waiting(2));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Idempotency-Replayed")).isEmpty();
  }

  @Test
  void responseStaysTheSameWhenTheTaskIsArchived() {
    ApiResponse first = submit("k1", "", waiting(1));
    task.cancel();
    ApiResponse archived = task.api.patch(task.path, "{\"lifecycleStatus\":\"ARCHIVED\"}");
    assertThat(archived.status()).as(archived.sentence()).isEqualTo(200);
    assertThat(submit("k2", "", waiting(1)).status()).isEqualTo(409);
    assertThat(submit("k1", "", waiting(1)).body()).isEqualTo(first.body());
  }

  @Test
  void ofConcurrentSubmissionsOneCreatesTheJobs() throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ApiResponse>> sent =
          IntStream.range(0, 16)
              .mapToObj(i -> clients.submit(() -> submit("shared", "", waiting(5))))
              .toList();
      ApiResponse first = sent.getFirst().get();
      long replayed = 0;
      for (Future<ApiResponse> response : sent) {
        assertThat(response.get().status()).as(response.get().sentence()).isEqualTo(200);
        assertThat(response.get().body()).isEqualTo(first.body());
        replayed += response.get().header("Idempotency-Replayed").isEmpty() ? 0 : 1;
      }
      assertThat(replayed).isEqualTo(15);
    }
    assertThat(jobs()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with blank"})
  void invalidKeyIsNamed(String key) {
    ApiResponse response = submit(key, "", waiting(1));
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.sentence()).contains("Idempotency-Key");
    ApiResponse tooLong = submit("x".repeat(256), "", waiting(1));
    assertThat(tooLong.status()).isEqualTo(400);
    assertThat(submit("x".repeat(255), "", waiting(1)).status()).isEqualTo(200);
  }

  private ApiResponse submit(String key, String group, String body) {
    return task.api.send(
        "POST",
        task.path + "/jobs/batch" + (group.isEmpty() ? "" : "?group=" + group),
        BodyPublishers.ofString(body),
        "Idempotency-Key",
        key);
  }

  /** A batch for an architecture that no host has. */
  private static String waiting(int size) {
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    return JsonMapper.shared()
        .writeValueAsString(List.of(Map.of("batchSize", size, "htcJobDefinition", definition)));
  }

  private static String parent(ApiResponse response) {
    return response.body().get(0).get("parentJobId").asString();
  }

  private int jobs() {
    return task.counts().values().stream().mapToInt(Integer::intValue).sum();
  }
}
