package org.openhtc.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.JobTokenRequestBuilder.aJobTokenRequest;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.api.ApiException;
import org.openhtc.api.Role;
import org.openhtc.auth.JobTokenRequest;
import org.openhtc.auth.JobTokens;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TemporaryEndpoint;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestTask;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

@ServiceTest
class AuditTrailIT {
  private static final String NEW_PROJECT = "{\"projectName\":\"p\",\"projectDescription\":\"\"}";

  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired JobTokens jobTokens;
  @Autowired AuditSweeper sweeper;
  @Autowired JdbcClient jdbc;
  @Autowired SettableClock clock;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mapping;

  String workspace;
  User admin;
  ApiClient client;

  @BeforeEach
  void anAdministrator() {
    workspace = tenants.workspace();
    admin = tenants.user(workspace, Role.WORKSPACE_ADMIN);
    client = as(admin);
  }

  @Test
  void changeIsRecordedWithCallerAndOperation() {
    Instant before = clock.instant();
    ApiResponse made = client.post("/htc/projects", NEW_PROJECT);
    String project = made.text("projectId");
    ApiResponse task =
        client.post(
            "/htc/projects/" + project + "/tasks?note=x",
            "{\"taskName\":\"t\",\"taskDescription\":\"\"}");
    assertThat(entries(client)).hasSize(2);
    JsonNode entry = entries(client).getFirst();
    assertThat(Instant.parse(text(entry, "at"))).isBetween(before, clock.instant());
    assertThat(text(entry, "userId")).isEqualTo(admin.id());
    assertThat(text(entry, "email")).isEqualTo(admin.email());
    assertThat(text(entry, "role")).isEqualTo("WORKSPACE_ADMIN");
    assertThat(text(entry, "workspaceId")).isEqualTo(workspace);
    assertThat(text(entry, "organizationCode")).isEqualTo(admin.workspace().organizationCode());
    assertThat(text(entry, "projectId")).isEqualTo(project);
    assertThat(text(entry, "method")).isEqualTo("POST");
    assertThat(text(entry, "operation")).isEqualTo("/htc/projects/{projectId}/tasks");
    assertThat(text(entry, "path")).isEqualTo("/htc/projects/" + project + "/tasks");
    assertThat(entry.path("status").asInt()).isEqualTo(200);
    assertThat(text(entry, "requestId")).isEqualTo(task.header("X-Request-Id"));
    assertThat(text(entry, "clientAddress")).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(entry.has("jobId")).isFalse();
  }

  @Test
  void submissionsCancellationsAndEveryKindOfChangeAreRecorded() {
    TestTask task = TestTask.in(client);
    client.patch(task.path, "{\"lifecycleStatus\":\"ARCHIVED\"}");
    client.withoutBasePath().patch(task.path, "{\"lifecycleStatus\":\"ACTIVE\"}");
    task.submit(1, TestTask.script("true"));
    task.cancel();
    assertThat(entries(client))
        .extracting(entry -> text(entry, "method") + " " + text(entry, "operation"))
        .containsExactly(
            "POST /htc/projects/{projectId}/tasks/{taskId}/jobs/cancel",
            "POST /htc/projects/{projectId}/tasks/{taskId}/jobs/batch",
            "PATCH /htc/projects/{projectId}/tasks/{taskId}",
            "PATCH /htc/projects/{projectId}/tasks/{taskId}",
            "POST /htc/projects/{projectId}/tasks",
            "POST /htc/projects");
  }

  @Test
  void issuedCredentialsAreRecorded() {
    TestTask task = TestTask.in(client);
    String project = "/htc/projects/" + task.projectId();
    assertThat(client.get(project + "/storage/token").status()).isEqualTo(200);
    assertThat(client.get(task.path + "/storage/tokens").status()).isEqualTo(200);
    assertThat(client.get(task.path + "/storage/regional-storage").status()).isEqualTo(200);
    String batch = task.submit(1, TestTask.script("true"));
    assertThat(client.get(task.path + "/jobs/" + batch + ":0/reproduce").status()).isEqualTo(200);
    assertThat(client.get(task.path).status()).isEqualTo(200);
    assertThat(entries(client))
        .extracting(entry -> text(entry, "method") + " " + text(entry, "operation"))
        .startsWith(
            "GET /htc/projects/{projectId}/tasks/{taskId}/jobs/{jobId}/reproduce",
            "POST /htc/projects/{projectId}/tasks/{taskId}/jobs/batch",
            "GET /htc/projects/{projectId}/tasks/{taskId}/storage/regional-storage",
            "GET /htc/projects/{projectId}/tasks/{taskId}/storage/tokens",
            "GET /htc/projects/{projectId}/storage/token",
            "POST /htc/projects/{projectId}/tasks");
    task.cancel();
  }

  /** Else the client would get an error for a change that was made, and that no entry shows. */
  @ParameterizedTest
  @ValueSource(strings = {"image/png", "nonsense"})
  void changeWhoseResponseTheClientDoesNotAcceptIsNotMade(String accept) {
    ApiResponse refused =
        client.send(
            "POST",
            "/htc/projects",
            BodyPublishers.ofString(NEW_PROJECT),
            "Accept",
            accept,
            "Content-Type",
            "application/json");
    assertThat(refused.status()).isEqualTo(406);
    assertThat(client.all("/htc/projects")).isEmpty();
    assertThat(entries(client)).isEmpty();
  }

  @Test
  void refusedChangeIsRecorded() {
    User user = tenants.user(workspace, Role.USER);
    assertThat(as(user).post("/htc/projects", NEW_PROJECT).status()).isEqualTo(403);
    JsonNode entry = entries(client).getFirst();
    assertThat(entry.path("status").asInt()).isEqualTo(403);
    assertThat(text(entry, "userId")).isEqualTo(user.id());
    assertThat(text(entry, "operation")).isEqualTo("/htc/projects");
  }

  @Test
  void refusedRequestOfAJobIsRecordedWithTheJob() {
    String project = client.post("/htc/projects", NEW_PROJECT).text("projectId");
    JobTokenRequest job =
        aJobTokenRequest(admin, "batch:7")
            .task(UUID.fromString(project), UUID.randomUUID())
            .build();
    ApiClient byJob = ApiClient.at(port).withToken(jobTokens.issue(job).bearer());
    String path = "/htc/projects/" + project + "/tasks";
    assertThat(byJob.post(path, "{}").status()).isEqualTo(403);
    JsonNode entry = entries(client).getFirst();
    assertThat(text(entry, "jobId")).isEqualTo("batch:7");
    assertThat(text(entry, "userId")).isEqualTo(admin.id());
    assertThat(text(entry, "email")).isEqualTo(admin.email());
    assertThat(text(entry, "role")).isEqualTo("USER");
    assertThat(text(entry, "path")).isEqualTo(path);
    assertThat(text(entry, "projectId")).isEqualTo(project);
    assertThat(entry.has("operation")).isFalse();
  }

  @Test
  void readsClientErrorsAndTokenRequestsLeaveNoEntry() {
    client.get("/htc/projects");
    client.post("/htc/projects", "{}");
    client.post("/htc/projects/" + UUID.randomUUID() + "/tasks", "{}");
    client.delete("/no/such/path");
    client.put("/htc/projects", "{}");
    ApiClient.at(port).post("/htc/projects", NEW_PROJECT);
    as(admin).get("/auth/whoami");
    assertThat(entries(client)).isEmpty();
  }

  @Test
  void noSecretAndNoBodyIsStored() {
    ApiClient platform = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    String key =
        platform
            .post("/admin/users/" + admin.id() + "/api-keys", "{\"name\":\"only-in-the-body\"}")
            .text("apiKey");
    assertThat(key).hasSize(64);
    String kept = jdbc.sql("SELECT e::text FROM audit_entry e").query(String.class).list() + "";
    assertThat(kept)
        .contains("/admin/users/" + admin.id() + "/api-keys")
        .doesNotContain(key, "only-in-the-body", platform.token(), ServiceTest.ADMIN_KEY);
  }

  @Test
  void entryExistsBeforeTheChangeIsMade() {
    List<JsonNode> meanwhile = new ArrayList<>();
    ApiResponse response =
        during(() -> {
          meanwhile.addAll(entries(client));
          return Map.of();
        });
    assertThat(response.status()).isEqualTo(200);
    assertThat(meanwhile).hasSize(1);
    assertThat(meanwhile.getFirst().has("status")).isFalse();
    assertThat(entries(client).getFirst().path("status").asInt()).isEqualTo(200);
  }

  @Test
  void requestThatFailedIsRecorded() {
    during(() -> {
      throw new IllegalStateException("a fault made by a test");
    });
    assertThat(entries(client).getFirst().path("status").asInt()).isEqualTo(500);
    during(() -> {
      throw ApiException.unavailable("It is unreachable.");
    });
    assertThat(entries(client).getFirst().path("status").asInt()).isEqualTo(503);
  }

  @Test
  void administratorsSeeOnlyWhatTheyAdminister() {
    String organization = tenants.organization();
    String first = tenants.workspaceIn(organization);
    String second = tenants.workspaceIn(organization);
    ApiClient inFirst = as(tenants.user(first, Role.WORKSPACE_ADMIN));
    ApiClient inSecond = as(tenants.user(second, Role.WORKSPACE_ADMIN));
    inFirst.post("/htc/projects", NEW_PROJECT);
    inSecond.post("/htc/projects", NEW_PROJECT);
    client.post("/htc/projects", NEW_PROJECT);
    ApiClient overBoth = as(tenants.user(first, Role.ORGANIZATION_ADMIN));
    ApiClient platform = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    assertThat(workspaces(inFirst, "")).containsExactly(first);
    assertThat(workspaces(inSecond, "")).containsExactly(second);
    assertThat(workspaces(inFirst, "?workspaceId=" + second)).isEmpty();
    assertThat(workspaces(overBoth, "")).containsExactly(second, first);
    assertThat(workspaces(overBoth, "?workspaceId=" + workspace)).isEmpty();
    assertThat(workspaces(platform, "?workspaceId=" + workspace)).containsExactly(workspace);
    assertThat(workspaces(platform, "")).contains(first, second, workspace);
    ApiClient user = as(tenants.user(first, Role.USER));
    assertThat(user.get("/admin/audit-entries").status()).isEqualTo(403);
  }

  @Test
  void listIsFilteredAndPaged() {
    String project = client.post("/htc/projects", NEW_PROJECT).text("projectId");
    Instant between = clock.instant();
    User other = tenants.user(workspace, Role.WORKSPACE_ADMIN);
    for (int i = 0; i < 3; i++) {
      as(other)
          .post(
              "/htc/projects/" + project + "/tasks",
              "{\"taskName\":\"t\",\"taskDescription\":\"\"}");
    }
    String path = "/admin/audit-entries";
    assertThat(client.all(path + "?userId=" + other.id())).hasSize(3);
    assertThat(client.all(path + "?projectId=" + project)).hasSize(3);
    assertThat(client.all(path + "?from=" + between)).hasSize(3);
    assertThat(client.all(path + "?to=" + between)).hasSize(1);
    assertThat(client.all(path + "?from=" + between + "&userId=" + admin.id())).isEmpty();
    assertThat(client.all(path + "?pageSize=1"))
        .hasSize(4)
        .isEqualTo(entries(client))
        .isSortedAccordingTo((a, b) -> text(b, "at").compareTo(text(a, "at")));
  }

  @Test
  void projectIsFoundForEverySpellingOfItsId() {
    String project = client.post("/htc/projects", NEW_PROJECT).text("projectId");
    String task = "{\"taskName\":\"t\",\"taskDescription\":\"\"}";
    String upperCase = "/%68tc/projects/" + project.toUpperCase(java.util.Locale.ROOT) + "/tasks";
    assertThat(client.post(upperCase, task).status()).isEqualTo(200);
    assertThat(client.all("/admin/audit-entries?projectId=" + project)).hasSize(1);
  }

  @Test
  void longPathIsNotAnInternalError() {
    byte[] noise = new byte[4000];
    new java.util.Random(1).nextBytes(noise);
    String task = "{\"taskName\":\"t\",\"taskDescription\":\"\"}";
    String unknown = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(noise);
    assertThat(client.post("/htc/projects/" + unknown + "/tasks", task).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from=yesterday",
        "to=%2B999999999-01-01T00:00:00Z",
        "pageIndex=MQ",
        // +999999999-12-31T23:59:59Z and 1
        "pageIndex=Kzk5OTk5OTk5OS0xMi0zMVQyMzo1OTo1OVoKMQ",
        "pageSize=0"
      })
  void wrongParametersAreRefused(String query) {
    assertThat(client.get("/admin/audit-entries?" + query).status()).isEqualTo(400);
  }

  @Test
  void oldEntriesAreRemoved() {
    client.post("/htc/projects", NEW_PROJECT);
    client.post("/htc/projects", NEW_PROJECT);
    String old = text(entries(client).getLast(), "entryId");
    jdbc.sql("UPDATE audit_entry SET at = :at WHERE id = :id")
        .param("at", clock.instant().minus(Duration.ofDays(401)).atOffset(ZoneOffset.UTC))
        .param("id", Long.valueOf(old))
        .update();
    assertThat(entries(client)).hasSize(2);
    sweeper.run();
    assertThat(entries(client))
        .singleElement()
        .satisfies(entry -> assertThat(text(entry, "entryId")).isNotEqualTo(old));
  }

  private ApiResponse during(Supplier<Object> behaviour) {
    try (var endpoint =
        new TemporaryEndpoint(mapping, RequestMethod.POST, "/testing/change", behaviour)) {
      return client.post("/testing/change", "{}");
    }
  }

  private ApiClient as(User user) {
    return ApiClient.at(port).withKey(tenants.key(user));
  }

  private static List<JsonNode> entries(ApiClient as) {
    return as.all("/admin/audit-entries");
  }

  private static List<String> workspaces(ApiClient as, String query) {
    return as.all("/admin/audit-entries" + query).stream()
        .map(entry -> text(entry, "workspaceId"))
        .toList();
  }

  private static String text(JsonNode entry, String member) {
    return entry.path(member).asString("");
  }
}
