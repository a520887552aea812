package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.DescribedOperation;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.workspace.User;
import tools.jackson.databind.json.JsonMapper;

/**
 * Resources that requests of one operation read, or that one request changes; each is created when
 * a path needs it first.
 */
class RoleResources {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String POLICY = "{\"archiveAfter\":1000,\"deleteAfter\":1000}";
  private static final String LIMIT = "{\"vCPUs\":8,\"modifierRole\":\"WORKSPACE_ADMIN\"}";

  private final ApiClient platform;
  private final ApiClient owner;
  private final User ownerUser;
  private final Tenants tenants;
  private @Nullable TestTask task;
  private @Nullable User user;
  private boolean isPrepared;
  private final Map<String, String> variables = new HashMap<>();
  private final List<String> hosts = new ArrayList<>();

  /**
   * @param owner administrator of the workspace in which the resources are created
   */
  RoleResources(ApiClient platform, ApiClient owner, User ownerUser, Tenants tenants) {
    this.platform = platform;
    this.owner = owner;
    this.ownerUser = ownerUser;
    this.tenants = tenants;
  }

  /** Creates resources that the operation needs in addition to those in its path. */
  void prepare(DescribedOperation operation) {
    if (isPrepared) {
      return;
    }
    isPrepared = true;
    String workspace = ownerUser.workspace().id();
    switch (operation.id()) {
      case "getProjectRetentionPolicy", "deleteProjectRetentionPolicy" ->
          created(owner.put("/htc/projects/" + project() + "/task-retention-policy", POLICY));
      case "getWorkspaceRetentionPolicy" ->
          created(owner.put("/htc/workspaces/" + workspace + "/task-retention-policy", POLICY));
      case "getWorkspaceLimit", "deleteWorkspaceLimit" ->
          created(platform.put("/admin/workspaces/" + workspace + "/limit", "{\"vCPUs\":9999}"));
      case "deleteProjectLimits" -> limit();
      default -> {}
    }
  }

  /** The value of a path variable: the id of a resource that was created for it. */
  String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      value = create(name);
      variables.put(name, value);
    }
    return value;
  }

  private String create(String name) {
    return switch (name) {
      case "projectId" -> project();
      case "taskId" -> task().id().toString();
      case "jobId" -> job();
      case "receiptId" -> created(owner.post(task().path + "/jobs/cancel", "")).text("receiptId");
      case "id" -> limit();
      case "imageName" -> image();
      case "repoName" -> "repo-" + UUID.randomUUID();
      case "region" -> "AWS_US_EAST_1";
      case "workspaceId" -> ownerUser.workspace().id();
      case "organizationCode" -> ownerUser.workspace().organizationCode();
      case "userId" -> user().id();
      case "keyId" -> key();
      case "kid" -> retiredKey();
      case "hostName" -> host();
      default -> throw new AssertionError("RoleResources cannot create a {%s}".formatted(name));
    };
  }

  String project() {
    return task().path.split("/")[3];
  }

  /** A body with which the operation succeeds; null when it has no body. */
  @Nullable String body(DescribedOperation operation, RoleCallers.CallerCredentials credentials) {
    String unique = "x-" + UUID.randomUUID();
    return switch (operation.id()) {
      case "createProject" -> json(Map.of("projectName", "p", "projectDescription", ""));
      case "updateProject" -> "{\"regions\":[\"AWS_US_EAST_1\"]}";
      case "setProjectDimensions" -> "[]";
      case "createProjectLimit" -> LIMIT;
      case "registerHost" -> {
        hosts.add(unique);
        yield newHost(unique);
      }
      case "submitJobs", "simulateJobs" -> waitingJob();
      case "createOrganization" -> json(Map.of("code", unique, "name", "n"));
      case "createWorkspace" ->
          json(
              Map.of(
                  "id",
                  unique,
                  "name",
                  "n",
                  "organizationCode",
                  ownerUser.workspace().organizationCode()));
      case "createUser" ->
          json(
              Map.of(
                  "workspaceId",
                  ownerUser.workspace().id(),
                  "email",
                  unique + "@example.org",
                  "fullName",
                  "n",
                  "role",
                  "USER"));
      case "createOAuth2Token" ->
          form(
              Map.of(
                  "grant_type",
                  "client_credentials",
                  "client_secret",
                  credentials.key() == null ? "none" : credentials.key()));
      default -> example(operation);
    };
  }

  /** The form of a login to the registry with OAuth 2. */
  static String registryLogin(@Nullable String password) {
    return form(
        Map.of(
            "grant_type",
            "password",
            "username",
            "AWS",
            "password",
            password == null ? "none" : password));
  }

  /** Cancels the submitted jobs and removes the registered hosts. */
  void close() {
    if (task != null) {
      task.cancel();
    }
    hosts.forEach(host -> platform.delete("/admin/hosts/" + host));
  }

  private static @Nullable String example(DescribedOperation operation) {
    var body = operation.node().at("/requestBody/content/application~1json/example");
    return body.isMissingNode() ? null : JSON.writeValueAsString(body);
  }

  private TestTask task() {
    if (task == null) {
      task = TestTask.in(owner);
    }
    return task;
  }

  private User user() {
    if (user == null) {
      user = tenants.user(ownerUser.workspace().id(), Role.USER);
    }
    return user;
  }

  /** A job that is too large for every host. */
  private String job() {
    ApiResponse response = created(owner.post(task().path + "/jobs/batch", waitingJob()));
    return response.body().get(0).get("parentJobId").asString() + ":0";
  }

  private static String waitingJob() {
    Map<String, Object> definition = TestTask.script("true");
    definition.put("maxVCpus", 64);
    return "[" + json(Map.of("htcJobDefinition", definition)) + "]";
  }

  private String limit() {
    String limits = "/htc/projects/" + project() + "/limits";
    return created(owner.post(limits, LIMIT)).body().get("id").asString();
  }

  /** A host that is never reachable, so that it gets no jobs. */
  private String host() {
    String name = "x-" + UUID.randomUUID();
    created(platform.post("/admin/hosts", newHost(name)));
    hosts.add(name);
    return name;
  }

  private static String newHost(String name) {
    return json(Map.of("name", name, "region", "AWS_US_WEST_2", "endpoint", "tcp://127.0.0.1:1"));
  }

  private static ApiResponse created(ApiResponse response) {
    assertThat(response.status()).as(response.sentence()).isBetween(200, 201);
    return response;
  }

  private String image() {
    String project = project();
    String repository = "/htc/projects/" + project + "/container-registry/repo/app";
    created(owner.post(repository, ""));
    try (DockerUser docker = DockerUser.of(owner, project)) {
      docker.push(TestImages.BUSYBOX, "app", "1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "app:1";
  }

  private String key() {
    tenants.key(user());
    return platform
        .get("/admin/users/" + user().id() + "/api-keys")
        .body()
        .get(0)
        .get("id")
        .asString();
  }

  /** A signing key that a newer one has replaced. It has signed no token. */
  private String retiredKey() {
    String kid = platform.post("/admin/signing-keys", "").text("kid");
    platform.post("/admin/signing-keys", "");
    return kid;
  }

  private static String json(Map<String, ?> members) {
    return JSON.writeValueAsString(members);
  }

  private static String form(Map<String, String> members) {
    return members.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
