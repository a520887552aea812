package org.openhtc.registry;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A service whose projects may use less space than one small image needs. */
@ServiceTest
@TestPropertySource(
    properties = {
      "openhtc.home=target/service-with-small-projects",
      "openhtc.registry.project-size=100KB"
    })
@DirtiesContext
class RegistrySpaceIT {
  @Autowired ApiClient api;

  @Test
  void projectWithoutRoomCanPullAndNotPush() throws IOException {
    DockerUser.needsRegistry();
    String full = projectWithRepository();
    try (DockerUser docker = DockerUser.of(api, full);
        DockerUser other = DockerUser.of(api, projectWithRepository())) {
      docker.push(TestImages.BUSYBOX, "app", "1");
      // The measurement before the push is valid for some seconds.
      await()
          .atMost(Timeouts.STEP)
          .untilAsserted(() ->
              assertThatThrownBy(() -> docker.push(TestImages.BUSYBOX, "app", "2"))
                  .hasMessageContaining("denied"));
      docker.pull(docker.registry() + "app:1");
      assertThatCode(() -> other.push(TestImages.BUSYBOX, "app", "1")).doesNotThrowAnyException();
    }
  }

  private String projectWithRepository() {
    String project =
        api.post("/htc/projects", "{\"projectName\":\"p\",\"projectDescription\":\"\"}")
            .text("projectId");
    api.post("/htc/projects/" + project + "/container-registry/repo/app", "");
    return project;
  }
}
