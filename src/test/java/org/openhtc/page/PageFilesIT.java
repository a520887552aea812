package org.openhtc.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.testing.ServiceTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page and its files are served without a token, and nothing else is. */
@ServiceTest
class PageFilesIT {
  private static final Path SOURCES = Path.of("src/main/resources/page");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @LocalServerPort int port;

  @ParameterizedTest
  @ValueSource(strings = {"/", "/page/main.js", "/page/lib/preact/dist/preact.module.js"})
  void filesHaveAPolicyWithoutExceptions(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe", "*", "data:");
    assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
  }

  @Test
  void scriptsAndStylesAreServedWithTheirTypes() throws Exception {
    assertThat(type("/")).startsWith("text/html");
    assertThat(type("/page/main.js")).startsWith("text/javascript");
    assertThat(type("/page/style/base.css")).startsWith("text/css");
    assertThat(type("/page/icon.svg")).startsWith("image/svg+xml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/page/none.js", "/page/../application.yaml", "/index.html"})
  void otherPathsAreRefused(String path) throws Exception {
    assertThat(get(path).statusCode()).isBetween(400, 404);
  }

  @Test
  void filesNameNoOtherServerAndNoAbsolutePath() throws Exception {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> sources = files.filter(Files::isRegularFile).toList();
      assertThat(sources).hasSizeGreaterThan(20);
      for (Path file : sources) {
        assertThat(Files.readString(file).replace("http://www.w3.org/2000/svg", ""))
            .as(file.toString())
            .doesNotContainPattern("https?://")
            .doesNotContainPattern("(from|href=|src=) ?\"/");
      }
    }
  }

  /** A slow connection loads all of it within seconds. */
  @Test
  void allFilesTogetherAreSmall() throws Exception {
    int compressed = 0;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        compressed += compressed(Files.readAllBytes(file));
      }
    }
    compressed += compressed(get("/page/lib/preact/dist/preact.module.js").body().getBytes(UTF_8));
    assertThat(compressed).isBetween(50_000, 250_000);
  }

  private static int compressed(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.size();
  }

  private String type(String path) throws Exception {
    return get(path).headers().firstValue("Content-Type").orElseThrow();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI address = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }
}
