package org.openhtc.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.registry.token.Access;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;

/** Pushes images that no engine would create. */
@ServiceTest
class InvalidImagesIT {
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  @Autowired RegistryClient registry;
  @Autowired TestTask task;
  private String path;

  @BeforeEach
  void aTaskWithARepository() {
    DockerUser.needsRegistry();
    String repositories = task.project() + "/container-registry/repo/";
    assertThat(task.api.post(repositories + "app", "").status()).isEqualTo(200);
    path = "projects/" + task.projectId() + "/app";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no json", "null", "[1]", "\"amd64\"", "{\"architecture\":{}}", "{"})
  void imageOfUnknownArchitectureIsRefused(String configuration) {
    push("odd", configuration.getBytes(UTF_8));
    assertRefused("app:odd");
  }

  /** The manifest contains a wrong, small size. */
  @Test
  void configurationBeyondTheLimitIsNotRead() {
    String filler = "x".repeat(LimitedBody.LIMIT);
    push("huge", "{\"architecture\":\"amd64\",\"x\":\"%s\"}".formatted(filler).getBytes(UTF_8));
    assertRefused("app:huge");
  }

  private void assertRefused(String image) {
    Map<String, Object> definition = TestTask.script("true");
    definition.put("imageName", image);
    ApiResponse refused = task.post("", List.of(Map.of("htcJobDefinition", definition)));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).contains("imageName", image, "unknown", "X86");
  }

  private void push(String tag, byte[] configuration) {
    String location =
        registry
            .send(request(path + "/blobs/uploads/").POST(BodyPublishers.noBody()).build())
            .headers()
            .firstValue("Location")
            .orElseThrow();
    String separator = URI.create(location).getQuery() == null ? "?" : "&";
    String digest = Manifest.digest(configuration);
    put(location + separator + "digest=" + digest, "application/octet-stream", configuration);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","layers":[],
         "config":{"mediaType":"application/vnd.docker.container.image.v1+json",
                   "size":2,"digest":"%s"}}
        """
            .formatted(MANIFEST, digest);
    put(path + "/manifests/" + tag, MANIFEST, manifest.getBytes(UTF_8));
  }

  private void put(String target, String type, byte[] body) {
    HttpRequest request =
        request(target).header("Content-Type", type).PUT(BodyPublishers.ofByteArray(body)).build();
    assertThat(registry.send(request).statusCode()).isEqualTo(201);
  }

  private HttpRequest.Builder request(String target) {
    return registry.request(target, Access.to(path, Access.PULL, Access.PUSH));
  }
}
