package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.RawRequest;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every error response has the same body, regardless of the error. */
@ServiceTest
class RefusedRequestIT {
  @LocalServerPort int port;
  @Autowired ApiClient client;

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{]", "nonsense", "{\"projectName\":\"p\"", "{} {}", "\"", "{\"a\":01}"})
  void malformedJsonIsRefused(String body) {
    assertRefused(client.post("/htc/projects", body), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "5", "\"text\"", "true"})
  void wrongTypeOfBodyIsRefused(String body) {
    assertRefused(client.post("/htc/projects", body), 400);
  }

  /** The server reads the rest of a body of this size: it would reset connections with more. */
  @Test
  void bodyOverTheLimitIsRefusedByItsLength() {
    byte[] body = body(1_000_000);
    assertRefused(client.send("POST", "/htc/projects", BodyPublishers.ofByteArray(body)), 413);
  }

  @Test
  void bodyOverTheLimitIsRefusedWithoutALength() {
    byte[] body = body(300_000);
    BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    assertRefused(client.send("POST", "/htc/projects", chunked), 413);
  }

  @Test
  void unknownPathIsNotFound() {
    assertRefused(client.get("/no/such/path"), 404);
    assertRefused(client.withoutBasePath().get("/no/such/path"), 404);
    assertRefused(client.withoutBasePath().get("/error"), 404);
  }

  @Test
  void wrongMethodGetsTheAllowedOnes() {
    ApiResponse response = client.delete("/htc/projects");
    assertRefused(response, 405);
    assertThat(response.header("Allow").split(", ?"))
        .containsExactlyInAnyOrder("GET", "HEAD", "POST", "OPTIONS");
  }

  @Test
  void refusedMediaTypeGetsTheSupportedOnes() {
    BodyPublisher text = BodyPublishers.ofString("x");
    ApiResponse json = client.send("POST", "/htc/projects", text, "Content-Type", "text/plain");
    assertRefused(json, 415);
    assertThat(json.sentence()).contains("text/plain", "application/json");
    assertThat(json.header("Accept")).contains("application/json");
    ApiResponse form = client.post("/oauth2/token", "{}");
    assertRefused(form, 415);
    assertThat(form.sentence()).contains("application/x-www-form-urlencoded");
  }

  @Test
  void otherMediaTypesAreRefused() {
    BodyPublisher text = BodyPublishers.ofString("x");
    assertRefused(client.send("POST", "/htc/projects", text, "Content-Type", "text/plain"), 415);
    assertRefused(
        client.send("GET", "/htc/projects", BodyPublishers.noBody(), "Accept", "application/xml"),
        406);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/htc//projects",
        "/htc/projects;a=b",
        "/htc/projects/a%2Fb",
        "/htc/projects/a%2Fb/container-registry/images/c",
        "/htc/projects/a/container-registry/images/b%252Fc",
        "/htc/%2e%2e/x"
      })
  void unsafePathIsRefused(String path) {
    assertRefused(client.get(path), 400);
  }

  @Test
  void longNameOfAnImageIsNotFound() {
    String name = "a".repeat(12_000);
    assertRefused(client.get("/htc/projects/a/container-registry/images/" + name), 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin/audit-entries?userId=a%00b", "/htc/projects?pageIndex=YQBi"})
  void textThatTheDatabaseCannotStoreIsRefused(String path) {
    assertRefused(client.get(path), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/a|b HTTP/1.1",
        "GET /api/v1/{projectId} HTTP/1.1",
        "GET /api/v1/%zz HTTP/1.1",
        "GET /api/v1/htc/regions HTTP/9.9",
        "nonsense"
      })
  void unparsableRequestGetsTheSameErrorBody(String line) {
    String response = RawRequest.send(port, line, "Host: localhost");
    assertThat(response)
        .startsWith("HTTP/1.1 ")
        .containsIgnoringCase("\r\nContent-Type: application/json")
        .contains("\r\nX-Request-Id: ", "\"error\":\"ValidationError\"")
        .doesNotContain("<html");
  }

  @Test
  void multipartBodyHasTheWrongMediaType() {
    String[] header = {"Content-Type", "multipart/form-data"};
    BodyPublisher broken = BodyPublishers.ofString("a=b");
    assertRefused(client.send("POST", "/oauth2/token", broken, header), 415);
    assertRefused(client.send("POST", "/htc/projects", broken, header), 415);
    ApiResponse read = client.send("GET", "/htc/projects", BodyPublishers.noBody(), header);
    assertThat(read.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/htc/projects?=x", "/htc/projects?a=1&=2", "/htc/projects?pageSize=%25G"})
  void unparsableParametersAreRefused(String path) {
    assertRefused(client.get(path), 400);
  }

  @Test
  void unknownMethodIsNotAllowed() {
    ApiResponse response = client.send("BREW", "/htc/projects", BodyPublishers.noBody());
    assertRefused(response, 405);
    assertThat(response.header("Allow")).contains("GET", "POST").doesNotContain("BREW");
    assertThat(RawRequest.send(port, "TRACE /api/v1/htc/projects HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 405")
        .contains("\"error\":\"MethodNotAllowed\"");
  }

  private static void assertRefused(ApiResponse response, int status) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.text("error")).isNotEmpty().isEqualTo(response.text("errorType"));
    assertThat(response.sentence()).isNotEmpty().doesNotContain("org.", "java.", "Exception");
  }

  private static byte[] body(int size) {
    byte[] body = new byte[size];
    Arrays.fill(body, (byte) ' ');
    return body;
  }
}
