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
import org.openhtc.auth.RoleTable.Who;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiDescription;
import org.openhtc.testing.DescribedOperation;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every operation of {@code openapi.yaml} answers everybody as {@code docs/roles.md} says. */
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
  void everybody() {
    DockerUser.needsRegistry();
    ownerUser = tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN);
    owner = ApiClient.at(port).withKey(tenants.key(ownerUser));
    platform = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    callers =
        RoleCallers.of(
            new RoleCallers.Makers(tenants, signer, jobTokens),
            ApiClient.at(port),
            ownerUser,
            ServiceTest.ADMIN_KEY);
  }

  @AfterAll
  void jobEnds() {
    if (callers != null) {
      callers.task.cancel();
      callers.task.awaitStatus(callers.jobId.replace(":0", ""), 0, "FAILED");
    }
  }

  @Test
  void everyOperationStandsInTheTable() {
    assertThat(TABLE.operations())
        .as("rows of docs/roles.md")
        .containsExactlyInAnyOrderElementsOf(
            API.operations().stream().map(DescribedOperation::name).toList());
  }

  @TestFactory
  Stream<DynamicContainer> everybodyIsAnsweredAsTheTableSays() {
    return API.operations().stream()
        .filter(operation -> TABLE.operations().contains(operation.name()))
        .map(operation ->
            DynamicContainer.dynamicContainer(
                operation.name(),
                Arrays.stream(Who.values())
                    .map(who ->
                        DynamicTest.dynamicTest(
                            operation.name() + " by " + who.title,
                            () -> assertAnswered(operation, who)))));
  }

  private void assertAnswered(DescribedOperation operation, Who who) throws Exception {
    RoleThings things = new RoleThings(platform, owner, ownerUser, tenants);
    try {
      assertThat(status(operation, who, things))
          .as("%s by %s", operation.name(), who.title)
          .isEqualTo(TABLE.status(operation.name(), who));
    } finally {
      things.close();
    }
  }

  private int status(DescribedOperation operation, Who who, RoleThings things) throws Exception {
    Function<String, String> variables = variables(who, things);
    things.prepare(operation);
    String path =
        VARIABLE
            .matcher(operation.path())
            .replaceAll(variable -> variables.apply(variable.group(1)));
    String project = who == Who.JOB ? variables.apply("projectId") : things.project();
    ApiClient client = callers.client(who, operation, project);
    boolean form = operation.node().path("requestBody").toString().contains("form-urlencoded");
    String body =
        operation.id().equals("createRegistryAccessToken")
            ? RoleThings.registryLogin(callers.password(who, project))
            : things.body(operation, callers.proof(who));
    String type = form ? "application/x-www-form-urlencoded" : "application/json";
    ApiClient at = isAtRoot(operation) ? client.withoutBasePath() : client;
    if (isStream(operation)) {
      return at.beginning(path);
    }
    return at.send(
            operation.method(), path + query(operation), publisher(body), "Content-Type", type)
        .status();
  }

  /** A job tries its hand on what is its own; everybody else on new things. */
  private Function<String, String> variables(Who who, RoleThings things) {
    String[] own = callers.task.path.split("/");
    return name ->
        switch (name) {
          case "projectId" -> who == Who.JOB ? own[3] : things.variable(name);
          case "taskId" -> who == Who.JOB ? own[5] : things.variable(name);
          case "jobId" -> who == Who.JOB ? callers.jobId : things.variable(name);
          default -> things.variable(name);
        };
  }

  /** The parameters that must be given, as the document's examples have them. */
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
