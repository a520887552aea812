package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.api.Role;
import org.openhtc.auth.RoleTable.CallerKind;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiDescription;
import org.openhtc.testing.DescribedOperation;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Every operation of {@code openapi.yaml} responds to each caller as {@code docs/roles.md} states.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesIT {
  private static final ApiDescription API = ApiDescription.ofRepository();
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");
  private static final RoleTable TABLE = RoleTable.read();

  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired TokenSigner signer;
  @Autowired JobTokens jobTokens;

  private User ownerUser;
  private ApiClient owner;
  private ApiClient platform;
  private RoleCallers callers;

  @BeforeAll
  void createCallers() {
    DockerUser.needsRegistry();
    ownerUser = tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN);
    owner = ApiClient.at(port).withKey(tenants.key(ownerUser));
    platform = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    callers =
        RoleCallers.of(
            new RoleCallers.Issuers(tenants, signer, jobTokens),
            ApiClient.at(port),
            ownerUser,
            ServiceTest.ADMIN_KEY);
  }

  @AfterAll
  void cancelJob() {
    if (callers != null) {
      callers.task.cancel();
      callers.task.awaitStatus(callers.jobId.replace(":0", ""), 0, "FAILED");
    }
  }

  @Test
  void everyOperationIsInTheTable() {
    assertThat(TABLE.operations())
        .as("rows of docs/roles.md")
        .containsExactlyInAnyOrderElementsOf(
            API.operations().stream().map(DescribedOperation::name).toList());
  }

  @TestFactory
  Stream<DynamicContainer> everyCallerGetsTheStatusOfTheTable() {
    return API.operations().stream()
        .filter(operation -> TABLE.operations().contains(operation.name()))
        .map(operation ->
            DynamicContainer.dynamicContainer(operation.name(), everyCallerOf(operation)));
  }

  private Stream<DynamicTest> everyCallerOf(DescribedOperation operation) {
    RoleResources unchanged = newResources();
    return Arrays.stream(CallerKind.values())
        .map(caller ->
            DynamicTest.dynamicTest(
                operation.name() + " by " + caller.title,
                () -> assertStatus(operation, caller, unchanged)))
        .onClose(unchanged::close);
  }

  private RoleResources newResources() {
    return new RoleResources(platform, owner, ownerUser, tenants);
  }

  /**
   * Only a request that may change a resource gets new ones: to create them takes longer than the
   * request.
   *
   * @param unchanged for the other requests
   */
  private void assertStatus(
      DescribedOperation operation, CallerKind caller, RoleResources unchanged) throws Exception {
    int expected = TABLE.status(operation.name(), caller);
    boolean changes = expected < 400 && !operation.method().equals("GET");
    RoleResources resources = changes ? newResources() : unchanged;
    try {
      assertThat(status(operation, caller, resources))
          .as("%s by %s", operation.name(), caller.title)
          .isEqualTo(expected);
    } finally {
      if (changes) {
        resources.close();
      }
    }
  }

  private int status(DescribedOperation operation, CallerKind caller, RoleResources resources)
      throws Exception {
    Function<String, String> variables = variables(caller, resources);
    resources.prepare(operation);
    String path =
        VARIABLE
            .matcher(operation.path())
            .replaceAll(variable -> variables.apply(variable.group(1)));
    String project = caller == CallerKind.JOB ? variables.apply("projectId") : resources.project();
    ApiClient client = callers.client(caller, operation, project);
    boolean form = operation.node().path("requestBody").toString().contains("form-urlencoded");
    String body =
        operation.id().equals("createRegistryAccessToken")
            ? RoleResources.registryLogin(callers.password(caller, project))
            : resources.body(operation, callers.credentials(caller));
    String type = form ? "application/x-www-form-urlencoded" : "application/json";
    ApiClient at = isAtRoot(operation) ? client.withoutBasePath() : client;
    if (isStream(operation)) {
      return at.status(path);
    }
    return at.send(
            operation.method(), path + query(operation), publisher(body), "Content-Type", type)
        .status();
  }

  /** The path of a job's request names its own resources; paths of other callers name new ones. */
  private Function<String, String> variables(CallerKind caller, RoleResources resources) {
    String[] own = callers.task.path.split("/");
    return name ->
        switch (name) {
          case "projectId" -> caller == CallerKind.JOB ? own[3] : resources.variable(name);
          case "taskId" -> caller == CallerKind.JOB ? own[5] : resources.variable(name);
          case "jobId" -> caller == CallerKind.JOB ? callers.jobId : resources.variable(name);
          default -> resources.variable(name);
        };
  }

  /** The required parameters, with the values of the document's examples. */
  private static String query(DescribedOperation operation) {
    String query =
        operation.parameters().stream()
            .filter(parameter -> parameter.path("in").asString().equals("query"))
            .filter(parameter -> parameter.path("required").asBoolean(false))
            .map(parameter ->
                "%s=%s"
                    .formatted(
                        parameter.path("name").asString(),
                        URLEncoder.encode(
                            parameter.path("example").asString(), StandardCharsets.UTF_8)))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  private static boolean isStream(DescribedOperation operation) {
    return operation.response("200").path("content").has("text/event-stream");
  }

  private static boolean isAtRoot(DescribedOperation operation) {
    return API.document()
        .path("paths")
        .path(operation.path())
        .at("/servers/0/url")
        .asString("")
        .equals("/");
  }

  private static BodyPublisher publisher(@Nullable String body) {
    return body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
  }
}
