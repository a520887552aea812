package org.openhtc.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestFork;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The session with curl in docs/clients.md. */
@ServiceTest
class CurlIT {
  @LocalServerPort int port;
  private String registry = "";

  @AfterEach
  void removeTheImages() throws IOException {
    TestEngine.removeImages(registry);
  }

  @Test
  void sessionWorksAsPrinted() throws IOException {
    DockerUser.needsRegistry();
    ClientShell shell = ClientShell.of("curl", port, TestFork.path(ServiceTest.HOME));
    shell.require("curl", "jq", "docker");
    String output = shell.run(PageSection.of("curl").script() + "\necho \"at $REGISTRY\"");
    registry = output.substring(output.lastIndexOf("at ") + 3).trim();
    assertThat(output).contains("Login Succeeded", "hello:1", "curl started job 2");
  }
}
