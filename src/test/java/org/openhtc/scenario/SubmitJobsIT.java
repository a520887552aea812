package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.api.PageCursor;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Submission, lists and counts. The jobs wait, because no host has their architecture. */
@ServiceTest
class SubmitJobsIT {
  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired TestTask task;

  @Test
  void oneRequestSubmitsAHundredThousandJobs() {
    ApiResponse response = task.post("big", Collections.nCopies(100, batch(1000)));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).hasSize(100);
    assertThat(task.counts().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(100_000);
    String last = response.body().get(99).get("parentJobId").asString();
    assertThat(task.job(last, 999).get("jobUUID").asString()).isEqualTo(last + ":999");
    assertThat(task.api.get(task.path + "/jobs/" + last + ":1000").status()).isEqualTo(404);
    assertThat(page("?pageSize=1000")).hasSize(1000);
    task.cancel();
    assertThat(task.counts()).isEqualTo(Map.of("FAILED", 100_000));
  }

  @Test
  void responseContainsReadOnlyMembersAndDefaults() {
    Map<String, Object> batch = new HashMap<>(Map.of("htcJobDefinition", waiting()));
    batch.put("projectId", "ignored");
    batch.put("unknownMember", true);
    JsonNode response = task.post("g", List.of(batch)).body().get(0);
    assertThat(response.get("group").asString()).isEqualTo("g");
    assertThat(response.get("batchSize").asInt()).isEqualTo(1);
    String project = task.project();
    assertThat(response.get("regions")).isEqualTo(task.api.get(project).body().get("regions"));
    assertThat(response.get("cloudProvider").asString()).isEqualTo("AWS");
    assertThat(response.get("createdBy").asString()).isNotEmpty();
    assertThat(response.get("projectId").asString()).isNotEqualTo("ignored");
    JsonNode definition = response.get("htcJobDefinition");
    assertThat(definition.get("maxVCpus").asInt()).isEqualTo(1);
    assertThat(definition.get("maxMemory").asInt()).isEqualTo(1024);
    assertThat(definition.get("maxDiskGiB").asInt()).isEqualTo(10);
    assertThat(definition.get("execTimeoutSeconds").asInt()).isEqualTo(86_400);
    assertThat(definition.get("priority").asString()).isEqualTo("ON_DEMAND_PRIORITY");
  }

  @Test
  void memberRegionIsTakenAsOneRegion() {
    tenants.workspace();
    String project = task.project();
    assertThat(task.api.patch(project, "{\"regions\":[\"AWS_US_EAST_1\"]}").status())
        .isEqualTo(200);
    assertThat(regionsOf(Map.of("region", "AWS_US_EAST_1"))).containsExactly("AWS_US_EAST_1");
    assertThat(regionsOf(Map.of("region", "AWS_US_WEST_2", "regions", List.of())))
        .containsExactly("AWS_US_WEST_2");
    assertThat(regionsOf(Map.of("region", "AWS_US_EAST_1", "regions", List.of("AWS_US_WEST_2"))))
        .containsExactly("AWS_US_WEST_2");
    assertThat(regionsOf(Map.of())).contains("AWS_US_EAST_1", "AWS_US_WEST_2");
  }

  /** The regions in which a batch with these members may run. */
  private List<String> regionsOf(Map<String, Object> members) {
    Map<String, Object> batch = new HashMap<>(members);
    batch.put("htcJobDefinition", waiting());
    ApiResponse response = task.post("", List.of(batch));
    assertThat(response.status()).as(response.sentence()).isEqualTo(200);
    return response.body().get(0).get("regions").valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void batchWithoutAGroupIsReturnedWithAnEmptyOne() {
    String batch = task.submit(1, waiting());
    JsonNode response = task.post("", List.of(Map.of("htcJobDefinition", waiting()))).body().get(0);
    assertThat(response.path("group").isString()).isTrue();
    assertThat(response.get("group").asString()).isEmpty();
    assertThat(task.job(batch, 0).has("group")).isFalse();
    assertThat(task.api.get(task.path + "/groups").body()).isEmpty();
  }

  /** Some of the rules, for their mapping to responses; {@code JobSubmissionRulesTest} has all. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          [0].batchSize                          | {'batchSize':1001,'htcJobDefinition':{'imageName':'a'}}
          [0].batchSize                          | {'batchSize':'7','htcJobDefinition':{'imageName':'a'}}
          [0].batchSize                          | {'batchSize':1.5,'htcJobDefinition':{'imageName':'a'}}
          [0].htcJobDefinition.imageName         | {'htcJobDefinition':{}}
          [0].htcJobDefinition.maxVCpus          | {'htcJobDefinition':{'imageName':'a','maxVCpus':65}}
          [0].htcJobDefinition.architecture      | {'htcJobDefinition':{'imageName':'a','architecture':'MIPS'}}
          [0].htcJobDefinition.priority          | {'htcJobDefinition':{'imageName':'a','priority':'SOON'}}
          [0].htcJobDefinition.commands          | {'htcJobDefinition':{'imageName':'a','commands':'ls'}}
          [0].htcJobDefinition.envs              | {'htcJobDefinition':{'imageName':'a','envs':[{'name':'RESCALE_JOB_ID','value':'x'}]}}
          [0].regions                            | {'regions':['GCP_US_EAST_4'],'htcJobDefinition':{'imageName':'a'}}
          [0].regions[0]                         | {'regions':['MOON'],'htcJobDefinition':{'imageName':'a'}}
          [0].region                             | {'region':'MOON','htcJobDefinition':{'imageName':'a'}}
          """)
  void valueBeyondALimitIsRefusedWithTheNameOfTheMember(String member, String batch) {
    ApiResponse response =
        task.api.post(task.path + "/jobs/batch", "[" + batch.replace('\'', '"') + "]");
    assertThat(response.status()).as(batch).isEqualTo(400);
    assertThat(response.text("errorType")).isEqualTo("ValidationError");
    assertThat(response.sentence()).startsWith(member);
    assertThat(task.counts()).isEmpty();
  }

  @Test
  void oneInvalidBatchRefusesTheWholeRequest() {
    List<Object> batches = new ArrayList<>(Collections.nCopies(99, batch(10)));
    batches.add(batch(1001));
    ApiResponse response = task.post("", batches);
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.sentence()).startsWith("[99].batchSize 1001");
    assertThat(task.counts()).isEmpty();
    assertThat(page("")).isEmpty();
  }

  @Test
  void requestsWithNoBatchOrTooManyAreRefused() {
    assertThat(task.post("", List.of()).status()).isEqualTo(400);
    assertThat(task.post("", Collections.nCopies(101, batch(1))).status()).isEqualTo(400);
    assertThat(task.api.post(task.path + "/jobs/batch", "[{").text("errorType"))
        .isEqualTo("MalformedBody");
    assertThat(task.counts()).isEmpty();
  }

  @Test
  void pagesOfAListContainEachJobOnce() {
    String first = task.submit("a", 7, waiting(), 0);
    String second = task.submit("b", 5, waiting(), 0);
    task.submit("a", 3, waiting(), 0);
    List<String> ids = new ArrayList<>();
    String next = task.path + "/jobs?pageSize=2&viewType=SIMPLE";
    while (!next.isEmpty()) {
      ApiResponse page = task.api.get(next);
      page.body().get("items").forEach(job -> ids.add(job.get("jobUUID").asString()));
      next = page.text("next");
      if (ids.size() == 4) {
        task.submit("late", 1, waiting(), 0); // rows are added between two pages
      }
    }
    assertThat(ids).hasSize(16).doesNotHaveDuplicates();
    assertThat(ids.subList(0, 7)).allMatch(id -> id.startsWith(first));
    assertThat(ids.subList(7, 12)).allMatch(id -> id.startsWith(second));
    assertThat(page("?group=a")).hasSize(10);
    assertThat(page("?group=none")).isEmpty();
    assertThat(page("?jobId=" + first + ":6&jobId=" + second + ":0")).hasSize(2);
    assertThat(page("?status=SUCCEEDED")).isEmpty();
    await().untilAsserted(() -> assertThat(page("?status=RUNNABLE&pageSize=1000")).hasSize(16));
  }

  @Test
  void invalidPageParametersAreRefused() {
    for (String query :
        List.of("pageSize=0", "pageSize=1001", "pageSize=x", "pageIndex=nonsense", "status=LOST")) {
      ApiResponse response = task.api.get(task.path + "/jobs?" + query);
      assertThat(response.status()).as(query).isEqualTo(400);
      assertThat(response.sentence()).contains(query.split("=")[0]);
    }
  }

  @Test
  void statisticsCountEveryStatusAndEveryGroup() {
    task.submit("a", 7, waiting(), 0);
    task.submit("b", 5, waiting(), 0);
    task.submit("", 1, waiting(), 0);
    JsonNode all = task.api.get(task.path + "/summary-statistics").body().get("jobStatuses");
    assertThat(all).hasSize(9);
    Map<String, Integer> sizes = new TreeMap<>();
    for (JsonNode group : task.api.all(task.path + "/group-summary-statistics?pageSize=1")) {
      int size = group.get("jobStatuses").valueStream().mapToInt(JsonNode::asInt).sum();
      sizes.put(group.get("group").asString(), size);
    }
    assertThat(sizes).isEqualTo(Map.of("a", 7, "b", 5));
    assertThat(task.api.all(task.path + "/group-summary-statistics?group=b")).hasSize(1);
    ApiResponse groups = task.api.get(task.path + "/groups?pageSize=1");
    assertThat(groups.body().toString()).isEqualTo("[\"a\"]");
    assertThat(groups.header("Link")).contains("rel=\"next\"");
  }

  @Test
  void groupMayHaveCommasInItsNameButNoControlCharacters() {
    task.submit("lr=0.1,wd=2", 3, waiting(), 0);
    String query = "?group=lr%3D0.1%2Cwd%3D2";
    assertThat(task.api.all(task.path + "/group-summary-statistics" + query)).hasSize(1);
    assertThat(task.api.all(task.path + "/group-summary-statistics" + query + "&group=b"))
        .hasSize(1);
    ApiResponse refused =
        task.api.post(
            task.path + "/jobs/batch?group=a%0Ab",
            "[{\"htcJobDefinition\":{\"imageName\":\"%s\"}}]".formatted(TestImages.BUSYBOX));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).startsWith("group");
    assertThat(page("?group=lr%3D0.1%2Cwd%3D2")).hasSize(3);
  }

  @Test
  void inventedPageIndexIsRefused() {
    String invented = PageCursor.of(1, 1L << 32).encode();
    assertThat(task.api.get(task.path + "/jobs?pageIndex=" + invented).status()).isEqualTo(400);
  }

  @Test
  void linkToTheNextPageHonoursForwardedHeaders() {
    task.submit("a", 1, waiting(), 0);
    task.submit("b", 1, waiting(), 0);
    ApiResponse groups =
        task.api.send(
            "GET",
            task.path + "/groups?pageSize=1",
            BodyPublishers.noBody(),
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Host",
            "htc.example.org");
    assertThat(groups.header("Link"))
        .startsWith("<https://htc.example.org/api/v1" + task.path + "/groups?")
        .endsWith(">; rel=\"next\"");
  }

  @Test
  void jobsOfOtherWorkspacesAndUnknownJobsAreNotFound() {
    String batch = task.submit("", 1, waiting(), 0);
    ApiClient outsider =
        ApiClient.at(port)
            .withKey(tenants.key(tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN)));
    for (String path :
        List.of(
            "/jobs",
            "/jobs/" + batch + ":0",
            "/jobs/" + batch + ":0/events",
            "/jobs/" + batch + ":0/logs",
            "/summary-statistics",
            "/group-summary-statistics",
            "/groups")) {
      assertThat(outsider.get(task.path + path).status()).as(path).isEqualTo(404);
    }
    assertThat(outsider.post(task.path + "/jobs/cancel", "").status()).isEqualTo(404);
    assertThat(outsider.post(task.path + "/jobs/batch", "[]").status()).isEqualTo(404);
    for (String id : List.of("x", batch, batch + ":-1", batch + ":01", batch + ":1")) {
      assertThat(task.api.get(task.path + "/jobs/" + id).status()).as(id).isEqualTo(404);
    }
    assertThat(ApiClient.at(port).get(task.path + "/jobs").status()).isEqualTo(401);
  }

  @Test
  void taskWithLiveJobsIsNeitherArchivedNorDeletedAndAnArchivedTaskAcceptsNone() {
    task.submit(2, waiting());
    String archived = "{\"lifecycleStatus\":\"ARCHIVED\"}";
    assertThat(task.api.patch(task.path, archived).status()).isEqualTo(409);
    assertThat(task.api.delete(task.path).status()).isEqualTo(409);
    task.cancel();
    assertThat(task.api.patch(task.path, archived).status()).isEqualTo(200);
    assertThat(task.post("", List.of(batch(1))).status()).isEqualTo(409);
  }

  /** Every job of every accepted request exists, and no id occurs twice. */
  @Test
  void concurrentSubmissionsAreAllStored() throws InterruptedException {
    List<Thread> users = new ArrayList<>();
    for (int user = 0; user < 8; user++) {
      String group = "u" + user;
      users.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int request = 0; request < 5; request++) {
                  task.submit(group, 10, waiting(), 0);
                }
              }));
    }
    for (Thread user : users) {
      user.join();
    }
    assertThat(task.counts().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(400);
    List<String> ids = new ArrayList<>();
    task.api.all(task.path + "/jobs").forEach(job -> ids.add(job.get("jobUUID").asString()));
    assertThat(new HashSet<>(ids)).hasSize(400);
  }

  private List<JsonNode> page(String query) {
    return task.api.get(task.path + "/jobs" + query).body().get("items").valueStream().toList();
  }

  private static Map<String, Object> batch(int size) {
    return Map.of("batchSize", size, "htcJobDefinition", waiting());
  }

  private static Map<String, Object> waiting() {
    return Map.of("imageName", "openhtc-test/busybox:2", "architecture", "AARCH64");
  }
}
