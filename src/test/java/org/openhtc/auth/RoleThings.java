package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

/** Things for one request to work on or destroy, made when the request names them. */
class RoleThings {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String POLICY = "{\"archiveAfter\":1000,\"deleteAfter\":1000}";
  private static final String LIMIT = "{\"vCPUs\":8,\"modifierRole\":\"WORKSPACE_ADMIN\"}";

  private final ApiClient platform;
  private final ApiClient owner;
  private final User ownerUser;
  private final Tenants tenants;
  private @Nullable TestTask task;
  private @Nullable User user;
  private final List<String> hosts = new ArrayList<>();

  /**
   * @param owner administrator of the workspace in which the things are made
   */
  RoleThings(ApiClient platform, ApiClient owner, User ownerUser, Tenants tenants) {
    this.platform = platform;
    this.owner = owner;
    this.ownerUser = ownerUser;
    this.tenants = tenants;
  }

  /** Makes what the operation finds beside the things that its path names. */
  void prepare(DescribedOperation operation) {
    String workspace = ownerUser.workspace().id();
    switch (operation.id()) {
      case "getProjectRetentionPolicy", "deleteProjectRetentionPolicy" ->
          made(owner.put("/htc/projects/" + project() + "/task-retention-policy", POLICY));
      case "getWorkspaceRetentionPolicy" ->
          made(owner.put("/htc/workspaces/" + workspace + "/task-retention-policy", POLICY));
      case "getWorkspaceLimit", "deleteWorkspaceLimit" ->
          made(platform.put("/admin/workspaces/" + workspace + "/limit", "{\"vCPUs\":9999}"));
      case "deleteProjectLimits" -> limit();
      default -> {}
    }
  }

  /** The value of a variable in a path: the id of a new thing. */
  String variable(String name) {
    return switch (name) {
      case "projectId" -> project();
      case "taskId" -> task().id().toString();
      case "jobId" -> job();
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
      default -> throw new AssertionError("RoleThings makes no {%s} yet".formatted(name));
    };
  }

  String project() {
    return task().path.split("/")[3];
  }

  /** The body that an operation succeeds with; null when it takes none. */
  @Nullable String body(DescribedOperation operation, RoleCallers.Proof proof) {
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
      case "submitJobs" -> waitingJob();
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
                  proof.key() == null ? "none" : proof.key()));
      default -> example(operation);
    };
  }

  /** A login to the registry in the form of OAuth 2. */
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

  /** Ends what was submitted, and forgets what was registered. */
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

  /** A job that no host has room for. */
  private String job() {
    ApiResponse answer = made(owner.post(task().path + "/jobs/batch", waitingJob()));
    return answer.body().get(0).get("parentJobId").asString() + ":0";
  }

  private static String waitingJob() {
    Map<String, Object> definition = TestTask.script("true");
    definition.put("maxVCpus", 64);
    return "[" + json(Map.of("htcJobDefinition", definition)) + "]";
  }

  private String limit() {
    String limits = "/htc/projects/" + project() + "/limits";
    return made(owner.post(limits, LIMIT)).body().get("id").asString();
  }

  /** A host that never answers, so it takes no jobs. */
  private String host() {
    String name = "x-" + UUID.randomUUID();
    made(platform.post("/admin/hosts", newHost(name)));
    hosts.add(name);
    return name;
  }

  private static String newHost(String name) {
    return json(Map.of("name", name, "region", "AWS_US_WEST_2", "endpoint", "tcp://127.0.0.1:1"));
  }

  private static ApiResponse made(ApiResponse answer) {
    assertThat(answer.status()).as(answer.sentence()).isBetween(200, 201);
    return answer;
  }

  private String image() {
    String project = project();
    String repository = "/htc/projects/" + project + "/container-registry/repo/app";
    made(owner.post(repository, ""));
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

  /** A key that signs no more; no token was made with it. */
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
