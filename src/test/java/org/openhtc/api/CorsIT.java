package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Which pages a browser lets call the service. */
@ServiceTest
class CorsIT {
  private static final String STRANGE = "https://elsewhere.example.org";

  @LocalServerPort int port;

  @Test
  void preflightOfAnAllowedOriginNeedsNoToken() {
    ApiResponse answer = preflight(ServiceTest.ALLOWED_ORIGIN, "PATCH", "authorization");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ServiceTest.ALLOWED_ORIGIN);
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("PATCH");
    assertThat(answer.header("Access-Control-Allow-Headers"))
        .isEqualToIgnoringCase("authorization");
    assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("3600");
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
  }

  @Test
  void preflightOfAnotherOriginIsRefused() {
    ApiResponse answer = preflight(STRANGE, "GET", "authorization");
    assertRefused(answer);
    assertThat(answer.sentence()).contains(STRANGE);
  }

  @Test
  void preflightForWhatPagesMayNotSendIsRefused() {
    assertRefused(preflight(ServiceTest.ALLOWED_ORIGIN, "TRACE", "authorization"));
    ApiResponse answer = preflight(ServiceTest.ALLOWED_ORIGIN, "GET", "x-strange");
    assertRefused(answer);
    assertThat(answer.sentence()).contains("x-strange");
  }

  @Test
  void pageOfAnAllowedOriginIsShownTheAnswer() {
    ApiResponse answer = get(ServiceTest.ALLOWED_ORIGIN, client());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ServiceTest.ALLOWED_ORIGIN);
    assertThat(answer.header("Access-Control-Expose-Headers"))
        .contains("X-Request-Id", "ETag", "Retry-After");
    assertThat(String.join(",", answer.headers().allValues("Vary"))).containsIgnoringCase("origin");
  }

  @Test
  void pageOfAnAllowedOriginIsShownRefusalsToo() {
    ApiResponse answer = get(ServiceTest.ALLOWED_ORIGIN, ApiClient.at(port));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ServiceTest.ALLOWED_ORIGIN);
  }

  @Test
  void pageOfAnotherOriginIsShownNothing() {
    ApiResponse answer = get(STRANGE, client());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().map().keySet())
        .noneMatch(
            header -> header.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
  }

  private ApiResponse preflight(String origin, String method, String headers) {
    return ApiClient.at(port)
        .send(
            "OPTIONS",
            "/htc/projects",
            BodyPublishers.noBody(),
            "Origin",
            origin,
            "Access-Control-Request-Method",
            method,
            "Access-Control-Request-Headers",
            headers);
  }

  private static ApiResponse get(String origin, ApiClient as) {
    return as.send("GET", "/htc/projects", BodyPublishers.noBody(), "Origin", origin);
  }

  private ApiClient client() {
    return ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
  }

  private static void assertRefused(ApiResponse answer) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("error")).isEqualTo("Forbidden");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
  }
}
