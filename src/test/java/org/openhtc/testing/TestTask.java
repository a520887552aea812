package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A task in a new project, with the actions and checks of scenario tests. */
public final class TestTask {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> ENDED = List.of("SUCCEEDED", "FAILED");

  public final ApiClient api;
  public final String path;

  private TestTask(ApiClient api, String path) {
    this.api = api;
    this.path = path;
  }

  /** A new task of a new project that may use every enabled region. */
  public static TestTask in(ApiClient api) {
    String project =
        created(api, "/htc/projects", "{'projectName':'p','projectDescription':''}", "projectId");
    String tasks = "/htc/projects/" + project + "/tasks";
    return new TestTask(
        api, tasks + "/" + created(api, tasks, "{'taskName':'t','taskDescription':''}", "taskId"));
  }

  public UUID id() {
    return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
  }

  private static String created(ApiClient api, String path, String json, String id) {
    ApiResponse response = api.post(path, json.replace('\'', '"'));
    assertThat(response.status()).as(response.sentence()).isEqualTo(200);
    return response.text(id);
  }

  /** A definition of small jobs that run a shell script. */
  public static Map<String, Object> script(String script) {
    return definition("sh", "-c", script);
  }

  public static Map<String, Object> definition(String... argv) {
    Map<String, Object> definition = new TreeMap<>();
    definition.put("imageName", TestImages.BUSYBOX);
    definition.put("maxVCpus", 1);
    definition.put("maxMemory", 64);
    definition.put("execTimeoutSeconds", 600);
    definition.put("commands", List.of(argv));
    return definition;
  }

  /** Submits one batch; returns its id. */
  public String submit(int size, Map<String, Object> definition) {
    return submit("", size, definition, 0);
  }

  public String submit(String group, int size, Map<String, Object> definition, int retries) {
    ApiResponse response =
        post(
            group,
            List.of(
                Map.of(
                    "batchSize", size,
                    "retryStrategy", Map.of("maxRetries", retries),
                    "htcJobDefinition", definition)));
    assertThat(response.status()).as(response.sentence()).isEqualTo(200);
    return response.body().get(0).get("parentJobId").asString();
  }

  /** Submits one batch with an idempotency key; returns its id. */
  public String submitOnce(String key, int size, Map<String, Object> definition) {
    String body =
        JSON.writeValueAsString(List.of(Map.of("batchSize", size, "htcJobDefinition", definition)));
    ApiResponse response =
        api.send(
            "POST",
            path + "/jobs/batch",
            HttpRequest.BodyPublishers.ofString(body),
            "Idempotency-Key",
            key);
    assertThat(response.status()).as(response.sentence()).isEqualTo(200);
    return response.body().get(0).get("parentJobId").asString();
  }

  public ApiResponse post(String group, Object batches) {
    String query = group.isEmpty() ? "" : "?group=" + group;
    return api.post(path + "/jobs/batch" + query, JSON.writeValueAsString(batches));
  }

  public JsonNode job(String batch, int index) {
    return api.get(path + "/jobs/" + batch + ":" + index).body();
  }

  public List<JsonNode> events(String batch, int index) {
    return api.all(path + "/jobs/" + batch + ":" + index + "/events");
  }

  /** The lines of the job's log, oldest first. */
  public List<String> log(String batch, int index) {
    return api.all(path + "/jobs/" + batch + ":" + index + "/logs?sort=asc").stream()
        .map(line -> line.get("message").asString())
        .toList();
  }

  public Map<String, Integer> counts() {
    JsonNode counts = api.get(path + "/summary-statistics").body().path("jobStatuses");
    return counts.properties().stream()
        .filter(count -> count.getValue().asInt() > 0)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> e.getValue().asInt(), Integer::sum, TreeMap::new));
  }

  public void cancel() {
    assertThat(api.post(path + "/jobs/cancel", "").status()).isEqualTo(200);
  }

  /** Cancels one job; returns the response. */
  public ApiResponse cancel(String batch, int index) {
    return api.post(path + "/jobs/" + batch + ":" + index + "/cancel", "");
  }

  /**
   * Waits until the job has the status; fails at once if it has ended in another one.
   *
   * @return the job with that status
   */
  public JsonNode awaitStatus(String batch, int index, String status) {
    await()
        .atMost(PATIENCE)
        .failFast(() -> hasNotEndedOtherwise(job(batch, index), status))
        .untilAsserted(() -> {
          JsonNode job = job(batch, index);
          assertThat(job.path("status").asString()).as(job.toString()).isEqualTo(status);
        });
    return job(batch, index);
  }

  private static void hasNotEndedOtherwise(JsonNode job, String status) {
    String present = job.path("status").asString();
    if (!present.equals(status)) {
      assertThat(ENDED)
          .as("the job has ended and won't be %s: %s", status, job)
          .doesNotContain(present);
    }
  }

  /**
   * Waits until the task's jobs have just these statuses; fails at once when more jobs than these
   * have ended as SUCCEEDED or as FAILED.
   */
  public void awaitCounts(Map<String, Integer> counts, Duration patience) {
    await()
        .atMost(patience)
        .failFast(() -> noMoreHaveEndedThan(counts))
        .untilAsserted(() -> assertThat(counts()).isEqualTo(counts));
  }

  private void noMoreHaveEndedThan(Map<String, Integer> counts) {
    Map<String, Integer> present = counts();
    for (String status : ENDED) {
      assertThat(present.getOrDefault(status, 0))
          .as(() ->
              "as %s of %s".formatted(status, api.get(path + "/jobs?status=" + status).body()))
          .isLessThanOrEqualTo(counts.getOrDefault(status, 0));
    }
  }
}
