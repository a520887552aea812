package org.openhtc.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A service without a registry program, whose jobs may only use images of its registry. */
@ServiceTest
@TestPropertySource(
    properties = {
      "openhtc.home=target/service-without-registry",
      "openhtc.registry.program=no-such-program",
      "openhtc.execution.host-images=false"
    })
@DirtiesContext
class NoRegistryIT {
  @Autowired ApiClient api;
  @Autowired TestTask task;

  @Test
  void registryEndpointsRespondWithUnavailable() {
    String path = task.project() + "/container-registry";
    for (ApiResponse response :
        List.of(
            api.post(path + "/repo/app", ""),
            api.get(path + "/token"),
            api.get(path + "/images"),
            api.get(path + "/images/app:1"),
            api.delete(path + "/images/app:1"))) {
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.sentence()).contains("docker-registry");
    }
  }

  @Test
  void imageWithoutARepositoryIsRefused() {
    ApiResponse refused =
        task.post("", List.of(Map.of("htcJobDefinition", TestTask.script("true"))));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).contains("imageName", "openhtc-test/busybox:2");
  }
}
