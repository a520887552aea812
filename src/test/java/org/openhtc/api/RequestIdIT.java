package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TemporaryEndpoint;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every request has an id, which the response and the log lines carry. */
@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
class RequestIdIT {
  @LocalServerPort int port;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mapping;

  @Autowired ApiClient client;

  @ParameterizedTest
  @CsvSource({
    "GET, /htc/projects, 200",
    "GET, /no/such/path, 404",
    "PUT, /htc/projects, 405",
    "POST, /htc/projects, 400",
    "GET, /htc//projects, 400",
    "GET, /.well-known/jwks.json, 200"
  })
  void everyResponseCarriesItsId(String method, String path, int status) {
    ApiResponse response = client.send(method, path, BodyPublishers.noBody());
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.header("X-Request-Id")).hasSize(36);
  }

  @Test
  void refusalOfAnAnonymousRequestCarriesItsId() {
    ApiResponse response = ApiClient.at(port).get("/htc/projects");
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("X-Request-Id")).hasSize(36);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "my-id_7.x", "Root=1-67891233-abcdef012345678912345678", "a/b:c+d"})
  void idOfTheClientIsKept(String id) {
    assertThat(withId(id).header("X-Request-Id")).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "<script>", "\"quoted\"", "x;y", "%0d%0a", ""})
  void invalidIdIsReplaced(String id) {
    assertThat(withId(id).header("X-Request-Id")).hasSize(36);
    assertThat(withId("x".repeat(129)).header("X-Request-Id")).hasSize(36);
  }

  @Test
  void internalErrorHasTheIdThatTheLogHas(CapturedOutput log) {
    ApiResponse response =
        failing(() -> {
          throw new IllegalStateException("a fault made by a test");
        });
    assertThat(response.status()).isEqualTo(500);
    String id = response.header("X-Request-Id");
    assertThat(response.text("message")).isEqualTo("request id " + id);
    assertThat(response.body().toString()).doesNotContain("a fault made by a test");
    assertThat(log.getAll().lines().filter(line -> line.contains("/testing/fault failed")))
        .singleElement()
        .asString()
        .contains("[" + id + "]");
  }

  @Test
  void unavailableErrorHasTheId() {
    ApiResponse response =
        failing(() -> {
          throw ApiException.unavailable("It is unreachable.");
        });
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.text("message")).isEqualTo("request id " + response.header("X-Request-Id"));
  }

  private ApiResponse failing(Supplier<Object> behaviour) {
    try (var endpoint =
        new TemporaryEndpoint(mapping, RequestMethod.GET, "/testing/fault", behaviour)) {
      return client.get("/testing/fault");
    }
  }

  private ApiResponse withId(String id) {
    return client.send("GET", "/htc/regions", BodyPublishers.noBody(), "X-Request-Id", id);
  }
}
