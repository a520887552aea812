package org.openhtc.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.DocumentedResponses;
import org.openhtc.testing.FreshHome;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestEngine;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Python package rescalehtc from PyPI, with a separate service. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "openhtc.home=target/rescalehtc-test",
      "openhtc.bootstrap-api-key=" + ServiceTest.ADMIN_KEY,
      "openhtc.registry.namespace=aws.com",
      "openhtc.hosts[0].name=local",
      "openhtc.hosts[0].endpoint=" + TestEngine.ADDRESS,
      "openhtc.hosts[0].vcpu-overcommit=4",
      "openhtc.execution.host-images=true",
      "openhtc.execution.stop-grace=2s"
    })
@ContextConfiguration(initializers = FreshHome.class)
@ExtendWith(DocumentedResponses.class)
@DirtiesContext
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RescaleHtcClientIT {
  private static final Path EVERYTHING =
      Path.of("src", "test", "clients", "rescalehtc", "everything.py").toAbsolutePath();
  private static final List<String> LIFE =
      List.of(
          "SUBMITTED_TO_RESCALE",
          "SUBMITTED_TO_PROVIDER",
          "RUNNABLE",
          "STARTING",
          "RUNNING",
          "SUCCEEDED");

  @LocalServerPort int port;

  @Value("${openhtc.home}")
  Path home;

  private ClientShell shell;
  private String registry = "";

  @BeforeAll
  void installThePackage() throws IOException {
    DockerUser.needsRegistry();
    shell = ClientShell.of("rescalehtc", port, home);
    shell.require("python3", "docker", "curl", "jq");
    PageSection section = PageSection.of("Python: rescalehtc");
    shell.download("Python with the module venv", section.commandsWith("-m venv"));
    shell.download("rescalehtc from PyPI", section.commandsWith("pip install"));
  }

  @AfterAll
  void removeTheImages() throws IOException {
    TestEngine.removeImages(registry);
  }

  @Test
  void sessionWorksAsPrinted() throws IOException {
    String preparation = PageSection.of("curl").script();
    PageSection section = PageSection.of("Python: rescalehtc");
    String output = shell.run(new PageSection(preparation + section.script(), section.files()));
    assertThat(output).contains("'SUCCEEDED': 3", "Python started job 2");
  }

  @Test
  void everyFunctionWorks() throws IOException {
    enableSecondRegion(true);
    JsonNode facts = runEverything();
    enableSecondRegion(false);
    registry = facts.at("/registry/2").asString().replaceFirst("/.*", "/");
    assertUser(facts);
    assertWorkspace(facts);
    assertProject(facts);
    assertTasks(facts);
    assertSingleJob(facts);
    assertOwnRequestsOfAJob(facts);
    assertBatch(facts);
    assertStorageCredentials(facts);
  }

  /** The project of the printed session must have one region, in any order of the tests. */
  private void enableSecondRegion(boolean enabled) throws IOException {
    ApiClient admin = ApiClient.at(port).withKey(Files.readString(home.resolve("api-key")).strip());
    String body = "{\"enabled\":%b}".formatted(enabled);
    assertThat(admin.put("/admin/regions/AWS_EU_WEST_1", body).status()).isEqualTo(200);
  }

  private JsonNode runEverything() throws IOException {
    Path files = shell.directory().resolve("files");
    FileSystemUtils.deleteRecursively(files);
    Files.createDirectories(files);
    String output =
        shell.run(
            """
            API=http://localhost:$OPENHTC_PORT/api/v1
            export RESCALE_API_TOKEN=$(cat "$OPENHTC_HOME/api-key")
            htc-python/bin/python %s $API "$PWD/files" $IMAGE
            """
                .formatted(EVERYTHING));
    assertThat(output)
        .contains("API key belongs to Rescale workspace Default workspace")
        .contains("You are: Administrator (admin@localhost), in organization default")
        .contains("All OK.", "Login Succeeded");
    return JsonMapper.shared().readTree(files.resolve("facts.json"));
  }

  private static void assertUser(JsonNode facts) {
    assertThat(text(facts, "/claims/userEmail")).isEqualTo("admin@localhost");
    assertThat(text(facts, "/claimsByKey/sub")).isEqualTo(text(facts, "/claims/sub"));
    assertThat(text(facts, "/whoAmI/user/workspace/name")).isEqualTo("Default workspace");
    assertThat(facts.at("/token/expiresIn").asInt()).isEqualTo(21600);
    assertThat(text(facts, "/keys/keys/0/kty")).isEqualTo("EC");
  }

  private static void assertWorkspace(JsonNode facts) {
    assertThat(facts.get("regions").size()).isGreaterThan(20);
    assertThat(facts.at("/region/enabled").asBoolean()).isTrue();
    assertThat(facts.get("storage").valueStream())
        .extracting(store -> text(store, "/region"))
        .containsExactlyInAnyOrder("AWS_EU_WEST_1", "AWS_US_WEST_2");
    assertThat(text(facts, "/storageOfRegion/provider")).isEqualTo("AWS");
    assertThat(text(facts, "/workspaceDimensions/0/derived/architecture")).isEqualTo("X86");
    assertThat(facts.get("workspaceRetention")).isEqualTo(facts.get("workspaceRetentionPut"));
    assertThat(facts.at("/clusters/clusters")).hasSize(1);
    assertThat(facts.get("workspaceLimit").asInt()).as("no limit is set").isEqualTo(404);
  }

  private static void assertProject(JsonNode facts) {
    assertThat(text(facts, "/project/projectName")).isEqualTo("wings");
    assertThat(facts.get("projects").toString()).contains("wings");
    assertThat(facts.get("limits").toString())
        .contains("\"vCPUs\":8", "\"modifierRole\":\"PROJECT_ADMIN\"");
    assertThat(facts.get("limitsAfterDelete")).isEmpty();
    assertThat(facts.get("dimensions")).hasSize(1);
    assertThat(facts.at("/retention/archiveAfter").asInt()).isEqualTo(24);
    assertThat(facts.at("/retention/deleteAfter").asInt()).isEqualTo(168);
    assertThat(facts.get("retentionAfterDelete").asInt()).isEqualTo(404);
    assertThat(text(facts, "/registry/1")).isEqualTo("AWS");
    assertThat(text(facts, "/registry/2")).contains("/projects/aws.com/").endsWith("/");
    assertThat(text(facts, "/pushed")).isEqualTo("tool/solver:1");
    assertThat(facts.get("images").toString()).isEqualTo("[\"tool/solver:1\"]");
    assertThat(facts.get("repositories").toString()).isEqualTo("[\"tool/solver\"]");
    assertThat(facts.get("imageReady").asBoolean()).isTrue();
  }

  private static void assertTasks(JsonNode facts) {
    assertThat(text(facts, "/task/taskDescription")).isEqualTo("All angles");
    assertThat(text(facts, "/archived/lifecycleStatus")).isEqualTo("ARCHIVED");
    assertThat(facts.get("deletedByName").toString()).isEqualTo("[\"DELETED\"]");
    assertThat(facts.get("tasks").toString()).isEqualTo("[\"angles\"]");
    assertThat(facts.get("allTasks").toString()).contains("angles");
  }

  private static void assertSingleJob(JsonNode facts) {
    assertThat(text(facts, "/singleJob/jobUUID")).endsWith(":0");
    assertThat(facts.get("stillRunning").asBoolean()).isFalse();
    assertThat(text(facts, "/endedJob/status")).isEqualTo("SUCCEEDED");
    assertThat(facts.at("/endedJob/container/exitCode").asInt()).isZero();
    assertThat(facts.at("/log/lines").asInt()).isEqualTo(11_001);
    assertThat(facts.get("logInOrder").asBoolean()).isTrue();
    assertThat(text(facts, "/log/tail/1")).isEqualTo("greetings from ångström");
    assertThat(facts.get("lastLines").toString())
        .isEqualTo("[\"10999\",\"11000\",\"greetings from ångström\"]");
    assertThat(facts.get("events").valueStream().map(JsonNode::asString).toList()).isEqualTo(LIFE);
  }

  private static void assertOwnRequestsOfAJob(JsonNode facts) {
    assertThat(text(facts, "/ownClaims/team")).isEqualTo("wings");
    assertThat(text(facts, "/ownStatus")).isEqualTo("RUNNING");
    assertThat(facts.get("allProjects").asInt()).isEqualTo(403);
  }

  private static void assertBatch(JsonNode facts) {
    assertThat(facts.at("/batch/batchSize").asInt()).isEqualTo(120);
    assertThat(text(facts, "/batch/tags/0/key")).isEqualTo("campaign");
    assertThat(facts.at("/batch/regions").toString()).isEqualTo("[\"AWS_US_WEST_2\"]");
    assertThat(facts.get("jobsOfBatch").toString()).isEqualTo("[120,true]");
    assertThat(facts.at("/listed/0").asInt())
        .as("each job once")
        .isEqualTo(facts.at("/listed/1").asInt())
        .isEqualTo(122);
    assertThat(facts.get("listedAsSucceeded").asInt()).isEqualTo(1);
    assertThat(facts.get("batchStillRunning").asBoolean()).isTrue();
    assertThat(facts.at("/summary/jobStatuses/FAILED").asInt()).isEqualTo(121);
    assertThat(facts.at("/summary/still_running").asBoolean()).isFalse();
    assertThat(text(facts, "/cancelled")).containsIgnoringCase("cancelled");
    assertThat(facts.get("groups")).isEmpty();
  }

  private static void assertStorageCredentials(JsonNode facts) {
    assertThat(facts.get("storageTokens").valueStream())
        .hasSize(4)
        .allSatisfy(token ->
            assertThat(token.at("/credentials/AWS_SESSION_TOKEN").asString()).isNotEmpty());
    assertThat(facts.get("storageTokensOfAllRegions").valueStream())
        .hasSize(2)
        .allSatisfy(tokens -> assertThat(tokens.get("regionStores")).hasSize(2));
    assertThat(text(facts, "/regionalStorage/regionalStores/0/taskPath")).startsWith("s3://");
  }

  private static String text(JsonNode facts, String path) {
    return facts.at(path).asString();
  }
}
