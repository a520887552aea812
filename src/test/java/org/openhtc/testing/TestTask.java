package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A task in its own project, with the operations that tests need on its jobs. */
public final class TestTask {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Prints so much that the log is stored as an object. */
  public static final String LARGE_OUTPUT = "head -c 20000 /dev/urandom | base64";

  private static final List<String> ENDED = List.of("SUCCEEDED", "FAILED");

  public final ApiClient api;
  public final String path;

  private TestTask(ApiClient api, String path) {
    this.api = api;
    this.path = path;
  }

  /** A new task of a new project, which may use every enabled region. */
  public static TestTask in(ApiClient api) {
    String project =
        created(api, "/htc/projects", "{'projectName':'p','projectDescription':''}", "projectId");
    String tasks = "/htc/projects/" + project + "/tasks";
    return new TestTask(
        api, tasks + "/" + created(api, tasks, "{'taskName':'t','taskDescription':''}", "taskId"));
  }

  /** The same task for another client. */
  public TestTask through(ApiClient other) {
    return new TestTask(other, path);
  }

  /** The path of the project. */
  public String project() {
    return path.substring(0, path.indexOf("/tasks/"));
  }

  public UUID projectId() {
    return id(project());
  }

  public UUID id() {
    return id(path);
  }

  /** The id at the end of a path. */
  private static UUID id(String path) {
    return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
  }

  private static String created(ApiClient api, String path, String json, String id) {
    ApiResponse response = api.post(path, json.replace('\'', '"'));
    assertThat(response.status()).as(response.sentence()).isEqualTo(200);
    return response.text(id);
  }

  /** The definition of small jobs that run a shell script. */
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

  /** Submits one batch and returns its id. */
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

  /** Submits one batch with an idempotency key, so that it can be repeated, and returns its id. */
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

  /** Cancels all jobs; of many, the service cancels some after its response. */
  public void cancel() {
    ApiResponse receipt = api.post(path + "/jobs/cancel", "");
    assertThat(receipt.status()).isEqualTo(200);
    if (!receipt.body().hasNonNull("completedAt")) {
      String url = path + "/receipts/" + receipt.text("receiptId");
      await().atMost(Timeouts.STEP).until(() -> api.get(url).body().hasNonNull("completedAt"));
    }
  }

  /** Cancels one job; the response. */
  public ApiResponse cancel(String batch, int index) {
    return api.post(path + "/jobs/" + batch + ":" + index + "/cancel", "");
  }

  /** Waits until the job has the status; fails at once if it has ended with another one. */
  public JsonNode awaitStatus(String batch, int index, String status) {
    return awaitMember(batch, index, "status", status);
  }

  /**
   * Waits until the job's status has the reason; fails at once if it has ended with another one.
   */
  public JsonNode awaitReason(String batch, int index, String reason) {
    return awaitMember(batch, index, "statusReason", reason);
  }

  private JsonNode awaitMember(String batch, int index, String member, String value) {
    return awaitJob(
        batch, index, member + " " + value, job -> job.path(member).asString("").equals(value));
  }

  /** Waits until the job is in its nth attempt; fails at once if it has ended before. */
  public JsonNode awaitAttempt(String batch, int index, int attempt) {
    return awaitJob(
        batch,
        index,
        "attempt " + attempt,
        job -> job.path("providerJobId").asString("").endsWith("#" + attempt));
  }

  /** Waits until an ended job was retried and is in its nth attempt, or has ended again. */
  public JsonNode awaitRetry(String batch, int index, int attempt) {
    return new Wait<>("attempt " + attempt, () -> job(batch, index), job -> false)
        .until(job -> job.path("providerJobId").asString("").endsWith("#" + attempt));
  }

  private JsonNode awaitJob(String batch, int index, String goal, Predicate<JsonNode> condition) {
    return new Wait<>(goal, () -> job(batch, index), TestTask::hasEnded).until(condition);
  }

  private static boolean hasEnded(JsonNode job) {
    return ENDED.contains(job.path("status").asString(""));
  }

  /** Waits until the log has the line; fails at once if the job has ended without it. */
  public void awaitLine(String batch, int index, String line) {
    awaitLog(batch, index, "line " + line, lines -> lines.contains(line));
  }

  /**
   * Waits until the log has so many lines, and returns them; fails at once if the job has ended
   * with fewer.
   */
  public List<String> awaitLines(String batch, int index, int count) {
    return awaitLog(batch, index, count + " lines", lines -> lines.size() >= count);
  }

  private record Log(boolean isComplete, List<String> lines) {}

  private List<String> awaitLog(
      String batch, int index, String goal, Predicate<List<String>> condition) {
    Supplier<Log> log =
        () -> {
          boolean isComplete = hasEnded(job(batch, index)); // before it is read
          return new Log(isComplete, log(batch, index));
        };
    return new Wait<>(goal, log, Log::isComplete).until(l -> condition.test(l.lines)).lines;
  }

  /** Waits until the task's jobs have exactly these statuses, at most for {@link Timeouts#STEP}. */
  public void awaitCounts(Map<String, Integer> counts) {
    awaitCounts(counts, Timeouts.STEP);
  }

  /**
   * Waits until the task's jobs have exactly these statuses; fails at once when more jobs than
   * these have ended as SUCCEEDED or as FAILED.
   */
  public void awaitCounts(Map<String, Integer> counts, Duration timeout) {
    await()
        .atMost(timeout)
        .failFast(() -> assertEndedAtMost(counts))
        .untilAsserted(() -> assertThat(counts()).isEqualTo(counts));
  }

  private void assertEndedAtMost(Map<String, Integer> counts) {
    Map<String, Integer> present = counts();
    for (String status : ENDED) {
      assertThat(present.getOrDefault(status, 0))
          .as(() ->
              "as %s of %s".formatted(status, api.get(path + "/jobs?status=" + status).body()))
          .isLessThanOrEqualTo(counts.getOrDefault(status, 0));
    }
  }
}
