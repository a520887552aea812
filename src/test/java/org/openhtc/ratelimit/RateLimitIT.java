package org.openhtc.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.JobTokenRequestBuilder.aJobTokenRequest;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.Role;
import org.openhtc.auth.JobTokenRequest;
import org.openhtc.auth.JobTokens;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.Tenants;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Four requests at once, then one a minute. The time that a test takes adds no requests. */
@ServiceTest
@TestPropertySource(
    properties = {
      "openhtc.home=target/service-with-limits",
      "openhtc.rate-limit.requests-per-minute=1",
      "openhtc.rate-limit.burst=4",
      "openhtc.rate-limit.failed-logins-per-minute=3"
    })
@DirtiesContext
class RateLimitIT {
  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired JobTokens jobTokens;
  @Autowired SettableClock clock;

  User user;
  ApiClient client;

  /** The token of the user has cost one request. */
  @BeforeEach
  void aUser() {
    user = tenants.user(tenants.workspace(), Role.USER);
    client = ApiClient.at(port).withKey(tenants.key(user));
  }

  @Test
  void userOverItsLimitGetsTheTimeToWait() {
    passes(client, 3);
    ApiResponse refused = client.get("/htc/projects");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("error")).isEqualTo("TooManyRequests");
    assertThat(refused.text("errorType")).isEqualTo("TooManyRequests");
    assertThat(refused.sentence()).contains("of 4 requests at once");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
    assertThat(refused.header("X-Request-Id")).isNotEmpty();
    assertThat(refused.header("WWW-Authenticate")).isEmpty();
  }

  @Test
  void userPassesAfterWaiting() {
    passes(client, 3);
    Duration wait =
        Duration.ofSeconds(Long.parseLong(client.get("/htc/regions").header("Retry-After")));
    clock.advance(wait);
    passes(client, 1);
    assertThat(client.get("/htc/projects").status()).isEqualTo(429);
  }

  @Test
  void allKeysOfAUserShareItsLimitAndOtherUsersHaveTheirOwn() {
    String secondKey = tenants.key(user);
    passes(client, 3);
    ApiResponse token =
        ApiClient.at(port).withAuthorization("Token " + secondKey).get("/auth/token");
    assertThat(token.status()).isEqualTo(429);
    User other = tenants.user(user.workspace().id(), Role.USER);
    passes(ApiClient.at(port).withKey(tenants.key(other)), 3);
  }

  @Test
  void jobsHaveSeparateLimits() {
    ApiClient first = job("batch:0");
    passes(first, 4);
    assertThat(first.get("/auth/whoami").status()).isEqualTo(429);
    assertThat(job("batch:0").get("/auth/whoami").status()).isEqualTo(429);
    passes(job("batch:1"), 4);
    passes(client, 3);
  }

  @Test
  void refusedChangeIsNotMade() {
    ApiClient admin =
        ApiClient.at(port)
            .withKey(tenants.key(tenants.user(user.workspace().id(), Role.WORKSPACE_ADMIN)));
    passes(admin, 3);
    String project = "{\"projectName\":\"p\",\"projectDescription\":\"\"}";
    assertThat(admin.post("/htc/projects", project).status()).isEqualTo(429);
    assertThat(client.get("/htc/projects").body().path("items")).isEmpty();
  }

  @Test
  void badKeysBlockAllKeysOfTheAddress() {
    String key = tenants.key(user);
    String address = "203.0.113.1";
    for (int i = 0; i < 3; i++) {
      assertThat(from(address, "Token guess" + i, "/auth/token").status()).isEqualTo(401);
    }
    ApiResponse closed = from(address, "Token " + key, "/auth/token");
    assertThat(closed.status()).isEqualTo(429);
    assertThat(closed.text("error")).isEqualTo("TooManyRequests");
    assertThat(Integer.parseInt(closed.header("Retry-After"))).isBetween(1, 20);
    assertThat(oauth(address, key).status()).isEqualTo(429);
    clock.advance(Duration.ofSeconds(20));
    assertThat(from(address, "Token " + key, "/auth/token").status()).isEqualTo(200);
  }

  @Test
  void keyThatWasValidPassesAfterTooManyBadOnes() {
    String key = tenants.key(user);
    String address = "203.0.113.6";
    assertThat(from(address, "Token " + key, "/auth/token").status()).isEqualTo(200);
    for (int i = 0; i < 3; i++) {
      assertThat(from(address, "Token guess" + i, "/auth/token").status()).isEqualTo(401);
    }
    assertThat(from(address, "Token guess", "/auth/token").status()).isEqualTo(429);
    assertThat(from(address, "Token " + key, "/auth/token").status()).isEqualTo(200);
  }

  @Test
  void badClientSecretsCountToo() {
    String address = "203.0.113.3";
    for (int i = 0; i < 3; i++) {
      assertThat(oauth(address, "guess" + i).text("error")).isEqualTo("invalid_client");
    }
    assertThat(oauth(address, tenants.key(user)).status()).isEqualTo(429);
  }

  @Test
  void validTokensPassAfterTooManyBadOnes() {
    String address = "203.0.113.4";
    for (int i = 0; i < 3; i++) {
      assertThat(from(address, "Bearer forged" + i, "/auth/whoami").status()).isEqualTo(401);
    }
    assertThat(from(address, "Bearer forged", "/auth/whoami").status()).isEqualTo(429);
    assertThat(from(address, "Bearer " + client.token(), "/auth/whoami").status()).isEqualTo(200);
    assertThat(from(address, "Bearer forged", "/.well-known/jwks.json").status()).isEqualTo(200);
  }

  @Test
  void requestsWithoutCredentialsAreNotGuesses() {
    for (int i = 0; i < 5; i++) {
      ApiResponse response = from("203.0.113.5", "", "/htc/projects");
      assertThat(response.status()).isEqualTo(401);
    }
  }

  private static void passes(ApiClient as, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(as.get("/auth/whoami").status()).isEqualTo(200);
    }
  }

  private ApiResponse from(String address, String authorization, String path) {
    return ApiClient.at(port)
        .withAuthorization(authorization)
        .send("GET", path, BodyPublishers.noBody(), "X-Forwarded-For", address);
  }

  private ApiResponse oauth(String address, String secret) {
    BodyPublisher form =
        BodyPublishers.ofString("grant_type=client_credentials&client_secret=" + secret);
    return ApiClient.at(port)
        .send(
            "POST",
            "/oauth2/token",
            form,
            "Content-Type",
            "application/x-www-form-urlencoded",
            "X-Forwarded-For",
            address);
  }

  private ApiClient job(String id) {
    JobTokenRequest job = aJobTokenRequest(user, id).build();
    return ApiClient.at(port).withToken(jobTokens.issue(job).bearer());
  }
}
