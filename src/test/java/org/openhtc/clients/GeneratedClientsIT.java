package org.openhtc.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestFork;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Clients that OpenAPI Generator makes from {@code openapi.yaml} and from the published document.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedClientsIT {
  private static final Path SCRIPTS = Path.of("src", "test", "clients");

  @LocalServerPort int port;
  private HelloProject project;
  private ClientShell shell;

  @BeforeAll
  void fetchTheGenerator() throws IOException {
    project = HelloProject.in(ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY));
    shell = ClientShell.of("generated", port, TestFork.path(ServiceTest.HOME));
    shell.set("PROJECT", project.id());
    shell.require("curl", "jq");
    shell.download(
        "openapi-generator-cli from Maven Central",
        PageSection.of("Java").commandsWith("dependency:copy"));
  }

  @AfterAll
  void removeTheImages() throws IOException {
    if (project != null) {
      project.close();
    }
  }

  @Test
  void javaClientOfOwnDocument() throws IOException {
    assertThat(shell.run(PageSection.of("Java")))
        .contains("Java sees SUCCEEDED", "Java started job 2");
  }

  @Test
  void javaClientOfThePublishedDocument() throws IOException {
    assertThat(published("java"))
        .contains("I am admin@localhost", "project [AWS_US_WEST_2]", "images [hello:1]")
        .contains("group greetings", "job SUCCEEDED", "log published Java started job 1");
  }

  @Test
  void typescriptClientOfOwnDocument() throws IOException {
    fetchTypeScript();
    assertThat(shell.run(PageSection.of("TypeScript")))
        .contains("TypeScript sees SUCCEEDED", "TypeScript started job 2");
  }

  @Test
  void typescriptClientOfThePublishedDocument() throws IOException {
    fetchTypeScript();
    assertThat(published("typescript"))
        .contains("I am admin@localhost", "project [ 'AWS_US_WEST_2' ]")
        .contains("group greetings", "job SUCCEEDED", "log published TypeScript started job 1");
  }

  private void fetchTypeScript() throws IOException {
    shell.require("node", "npm");
    shell.download(
        "TypeScript from the npm registry",
        PageSection.of("TypeScript").commandsWith("npm install"));
  }

  private String published(String language) throws IOException {
    return shell.run(
        PageSection.beginning()
            + Files.readString(SCRIPTS.resolve(language).resolve("published.sh")));
  }
}
