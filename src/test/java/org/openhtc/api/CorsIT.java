package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Cross-origin requests (CORS): the pages that a browser permits to call the service. */
@ServiceTest
class CorsIT {
  private static final String OTHER_ORIGIN = "https://elsewhere.example.org";

  @LocalServerPort int port;

  @Test
  void preflightOfAnAllowedOriginNeedsNoToken() {
    ApiResponse response = preflight(ServiceTest.ALLOWED_ORIGIN, "PATCH", "authorization");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Access-Control-Allow-Origin"))
        .isEqualTo(ServiceTest.ALLOWED_ORIGIN);
    assertThat(response.header("Access-Control-Allow-Methods")).contains("PATCH");
    assertThat(response.header("Access-Control-Allow-Headers"))
        .isEqualToIgnoringCase("authorization");
    assertThat(response.header("Access-Control-Max-Age")).isEqualTo("3600");
    assertThat(response.header("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(response.header("X-Request-Id")).isNotEmpty();
  }

  @Test
  void preflightOfAnotherOriginIsRefused() {
    ApiResponse response = preflight(OTHER_ORIGIN, "GET", "authorization");
    assertRefused(response);
    assertThat(response.sentence()).contains(OTHER_ORIGIN);
  }

  @Test
  void preflightForAnUnlistedMethodOrHeaderIsRefused() {
    assertRefused(preflight(ServiceTest.ALLOWED_ORIGIN, "TRACE", "authorization"));
    ApiResponse response = preflight(ServiceTest.ALLOWED_ORIGIN, "GET", "x-unlisted");
    assertRefused(response);
    assertThat(response.sentence()).contains("x-unlisted");
  }

  @Test
  void refusalOfAPreflightWithoutHeadersNamesOnlyTheMethod() {
    ApiResponse response =
        ApiClient.at(port)
            .send(
                "OPTIONS",
                "/htc/projects",
                BodyPublishers.noBody(),
                "Origin",
                ServiceTest.ALLOWED_ORIGIN,
                "Access-Control-Request-Method",
                "TRACE");
    assertRefused(response);
    assertThat(response.sentence()).isEqualTo("Pages may not send method 'TRACE'.");
  }

  @Test
  void pageOfAnAllowedOriginMayReadTheResponse() {
    ApiResponse response = get(ServiceTest.ALLOWED_ORIGIN, client());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Access-Control-Allow-Origin"))
        .isEqualTo(ServiceTest.ALLOWED_ORIGIN);
    assertThat(response.header("Access-Control-Expose-Headers"))
        .contains("X-Request-Id", "ETag", "Retry-After");
    assertThat(String.join(",", response.headers().allValues("Vary")))
        .containsIgnoringCase("origin");
  }

  @Test
  void pageOfAnAllowedOriginMayReadErrorsToo() {
    ApiResponse response = get(ServiceTest.ALLOWED_ORIGIN, ApiClient.at(port));
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("Access-Control-Allow-Origin"))
        .isEqualTo(ServiceTest.ALLOWED_ORIGIN);
  }

  @Test
  void pageOfAnotherOriginMayNotReadTheResponse() {
    ApiResponse response = get(OTHER_ORIGIN, client());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().map().keySet())
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

  private static void assertRefused(ApiResponse response) {
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.text("error")).isEqualTo("Forbidden");
    assertThat(response.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(response.header("X-Request-Id")).isNotEmpty();
  }
}
