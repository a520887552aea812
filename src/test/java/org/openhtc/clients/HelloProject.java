package org.openhtc.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;

/** A project with the image {@code hello:1}, which the clients use. */
record HelloProject(String id, String registry) implements AutoCloseable {

  static HelloProject in(ApiClient api) throws IOException {
    DockerUser.needsRegistry();
    String id =
        api.post("/htc/projects", "{\"projectName\":\"clients\",\"projectDescription\":\"\"}")
            .text("projectId");
    String repository = "/htc/projects/" + id + "/container-registry/repo/hello";
    assertThat(api.post(repository, "").status()).isEqualTo(200);
    try (DockerUser docker = DockerUser.of(api, id)) {
      docker.push(TestImages.BUSYBOX, "hello", "1");
      return new HelloProject(id, docker.registry());
    }
  }

  /** Removes the project's images from the engine. */
  @Override
  public void close() throws IOException {
    TestEngine.removeImages(registry);
  }
}
