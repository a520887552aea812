package org.openhtc.apidoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.testing.ServiceTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** The API document is public: no request has a token. */
@ServiceTest
class ApiDocumentIT {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();

  @LocalServerPort int port;

  @ParameterizedTest
  @ValueSource(
      strings = {"/q/openapi", "/openapi.yaml", "/api/v1/q/openapi", "/api/v1/openapi.yaml"})
  void documentOfTheRepositoryIsServed(String path) throws Exception {
    HttpResponse<String> response = get(path, "*/*");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(type(response)).startsWith("application/yaml");
    assertThat(response.body()).isEqualTo(Files.readString(Path.of("openapi.yaml")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /q/openapi             | application/json
          /q/openapi             | application/json, application/yaml;q=0.5
          /q/openapi?format=json | application/yaml
          /openapi.yaml          | application/json
          """)
  void jsonIsServedOnRequest(String path, String accept) throws Exception {
    HttpResponse<String> response = get(path, accept);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(type(response)).startsWith("application/json");
    var document = JsonMapper.shared().readTree(response.body());
    assertThat(document.path("openapi").asString()).isEqualTo("3.0.3");
    assertThat(document.path("paths").path("/htc/projects").has("post")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /q/openapi             | application/xml  | 406
          /q/openapi?format=xml  | */*              | 400
          /docs/no-such-file.js  | */*              | 404
          /docs/../openapi.yaml  | */*              | 400
          """)
  void otherRequestsAreRefused(String path, String accept, int status) throws Exception {
    HttpResponse<String> response = get(path, accept);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains("\"errorDescription\"");
  }

  @Test
  void pageAndAllItsFilesAreServedByTheService() throws Exception {
    HttpResponse<String> page = get("/docs", "text/html");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.uri().getPath()).isEqualTo("/docs/index.html");
    assertThat(type(page)).startsWith("text/html");
    assertThat(page.body()).doesNotContain("http:", "https:");
    for (String file :
        new String[] {
          "page.js",
          "swagger-ui/swagger-ui.css",
          "swagger-ui/swagger-ui-bundle.js",
          "swagger-ui/favicon-32x32.png"
        }) {
      assertThat(page.body() + "page.js").contains(file);
      assertThat(get("/docs/" + file, "*/*").statusCode()).as(file).isEqualTo(200);
    }
  }

  @Test
  void pageLoadsNothingFromOtherServers() throws Exception {
    HttpResponse<String> page = get("/docs/", "text/html");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'", "frame-ancestors 'none'");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  private HttpResponse<String> get(String path, String accept)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + port + path);
    return HTTP.send(
        HttpRequest.newBuilder(uri).header("Accept", accept).build(), BodyHandlers.ofString());
  }

  private static String type(HttpResponse<String> response) {
    return response.headers().firstValue("Content-Type").orElse("");
  }
}
