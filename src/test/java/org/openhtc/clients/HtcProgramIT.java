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
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestFork;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The Go program htc, and a client that the program's generator makes from the published document.
 * The client sends the same requests and decodes the responses as strictly.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HtcProgramIT {
  private static final Path SCRIPTS = Path.of("src", "test", "clients");

  @LocalServerPort int port;
  private HelloProject project;

  @BeforeAll
  void aProjectWithAnImage() throws IOException {
    project = HelloProject.in(ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY));
  }

  @AfterAll
  void removeTheImages() throws IOException {
    if (project != null) {
      project.close();
    }
  }

  @Test
  void sessionWorksAsPrinted() throws IOException {
    ClientShell shell = withTheProgram();
    assertThat(shell.run(PageSection.of("The program htc")))
        .contains("ExpiresIn=21600", "admin@localhost", "SUCCEEDED", "htc started job");
  }

  @Test
  void everyCommandWorks() throws IOException {
    ClientShell shell = withTheProgram();
    String install = String.join("\n", PageSection.of("The program htc").commandsWith("export"));
    String output =
        shell.run(install + "\n" + Files.readString(SCRIPTS.resolve("htc/every-command.sh")));
    assertThat(output)
        .contains("ExpiresIn=21600", "admin@localhost", "\"projectName\": \"htc\"")
        .contains("hello:1", "READY", "\"taskName\": \"angles\"", "SUCCEEDED")
        .contains("htc started job", "every command was run")
        .doesNotContain("decode", "Unknown response type");
  }

  @Test
  void generatedClientDecodesEveryResponse() throws IOException {
    ClientShell shell = shell("go");
    shell.require("go", "jq");
    shell.download(
        "ogen from the Go module proxy", List.of(Files.readString(SCRIPTS.resolve("go/build.sh"))));
    assertThat(shell.run(PageSection.beginning() + Files.readString(SCRIPTS.resolve("go/run.sh"))))
        .contains("auth login: 21600", "auth whoami: admin@localhost")
        .contains("project get: true", "project create: go [AWS_US_WEST_2]")
        .contains("project limits get: 1 16 PROJECT_ADMIN", "project dimensions get: 0")
        .contains("project retention-policy get: 24 168")
        .contains("image create-repo: go", "image get: [hello:1]", "image get hello:1: READY")
        .contains("image login-repo: true true")
        .contains("workspace dimensions get: AWS_US_WEST_2", "workspace clusters: 1")
        .contains("workspace retention-policy get: 0 0")
        .contains("task create: go ACTIVE", "task get: true", "task stats: 2")
        .contains("job submit: 1 2", "job get: 2", "job get ID: SUCCEEDED X86")
        .contains("job logs: Go started job 1", "RUNNING SUCCEEDED]", "job cancel: sent")
        .contains("metrics get: true")
        .contains("not found: NotFound", "unauthorized: reported")
        .contains("project create refused: ValidationError true")
        .contains("job submit refused: ValidationError true")
        .contains("job get not found: NotFound true", "job get ID not found: NotFound true")
        .contains("job logs not found: NotFound true", "job events not found: NotFound true");
  }

  private ClientShell withTheProgram() throws IOException {
    ClientShell shell = shell("htc");
    shell.require("go", "jq", "docker");
    shell.download(
        "htc from the Go module proxy",
        PageSection.of("The program htc").commandsWith("go install"));
    return shell;
  }

  private ClientShell shell(String name) throws IOException {
    ClientShell shell = ClientShell.of(name, port, TestFork.path(ServiceTest.HOME));
    shell.set("PROJECT", project.id());
    return shell;
  }
}
