package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** HTTP behaviour of every path: HEAD with GET, OPTIONS without a token, compression. */
@ServiceTest
class HttpSemanticsIT {
  @LocalServerPort int port;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mapping;

  @Autowired ApiClient client;

  @Test
  void headRespondsLikeGetWithoutABody() {
    assertThat(paths(RequestMethod.GET))
        .hasSizeGreaterThan(30)
        .allSatisfy(path -> {
          ApiResponse head = client.send("HEAD", path, BodyPublishers.noBody());
          assertThat(head.status()).as(path).isEqualTo(client.get(path).status());
          assertThat(head.body().isMissingNode()).isTrue();
        });
  }

  @Test
  void optionsListsTheMethodsOfEveryPathWithoutAToken() {
    assertThat(paths(RequestMethod.GET))
        .allSatisfy(path -> {
          ApiResponse response = ApiClient.at(port).send("OPTIONS", path, BodyPublishers.noBody());
          assertThat(response.status()).as(path).isEqualTo(200);
          assertThat(response.header("Allow")).as(path).contains("GET", "HEAD", "OPTIONS");
        });
    assertThat(paths(RequestMethod.POST))
        .allSatisfy(path ->
            assertThat(
                    ApiClient.at(port)
                        .send("OPTIONS", path, BodyPublishers.noBody())
                        .header("Allow"))
                .as(path)
                .contains("POST"));
  }

  @Test
  void optionsOfAnUnknownPathIsNotFound() {
    ApiResponse response =
        ApiClient.at(port).send("OPTIONS", "/no/such/path", BodyPublishers.noBody());
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.text("error")).isEqualTo("NotFound");
  }

  @Test
  void largeResponsesAreCompressedOnRequest() throws Exception {
    HttpResponse<byte[]> plain = regions("identity");
    HttpResponse<byte[]> packed = regions("gzip");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(packed.headers().firstValue("Vary").orElse("")).containsIgnoringCase("encoding");
    assertThat(packed.body().length).isLessThan(plain.body().length / 2);
    assertThat(unpacked(packed.body())).isEqualTo(text(plain.body()));
  }

  private HttpResponse<byte[]> regions(String encoding) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:%d/api/v1/htc/regions".formatted(port)))
            .header("Authorization", "Bearer " + client.token())
            .header("Accept-Encoding", encoding)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofByteArray());
    }
  }

  private static String unpacked(byte[] body) throws IOException {
    try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return text(unpacked.readAllBytes());
    }
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Every path with this method, relative to the base path, with {@code x} for each variable. */
  private Set<String> paths(RequestMethod method) {
    return mapping.getHandlerMethods().keySet().stream()
        .filter(info -> info.getMethodsCondition().getMethods().contains(method))
        .map(RequestMappingInfo::getPatternValues)
        .flatMap(Set::stream)
        .filter(pattern -> pattern.startsWith(ApiController.BASE_PATH))
        .map(pattern -> pattern.substring(ApiController.BASE_PATH.length()))
        .map(pattern -> pattern.replaceAll("\\{[^}]*\\}", "x"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
