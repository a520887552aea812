package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestFork;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

@ServiceTest
class TokenIT {
  @LocalServerPort int port;
  @Autowired Tenants tenants;

  User user;
  String key;

  @BeforeEach
  void newUser() {
    user = tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN);
    key = tenants.key(user);
  }

  @Test
  void apiKeyIsExchangedForATokenOfSixHours() {
    ApiResponse response = withKeyAsHeader().get("/auth/token");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body().path("expiresIn").asInt()).isEqualTo(21600);
    assertThat(response.text("tokenValue").split("\\.")).hasSize(3);
  }

  @Test
  void tokenHasThePublishedClaims() {
    JsonNode payload = ApiClient.at(port).withKey(key).get("/auth/token/whoami").body();
    assertThat(payload.path("iss").asString()).isEqualTo("openhtc");
    assertThat(payload.path("sub").asString()).isEqualTo(user.id());
    assertThat(payload.path("email").asString()).isEqualTo(user.email());
    assertThat(payload.path("workspaceId").asString()).isEqualTo(user.workspace().id());
    assertThat(payload.path("userEmail").asString()).isEqualTo(user.email());
    assertThat(payload.path("userFullName").asString()).isEqualTo(user.fullName());
    assertThat(payload.path("workspaceName").asString()).isEqualTo(user.workspace().name());
    assertThat(payload.path("organizationCode").asString())
        .isEqualTo(user.workspace().organizationCode());
    assertThat(payload.path("groups").toString()).isEqualTo("[\"USER\",\"WORKSPACE_ADMIN\"]");
    assertThat(payload.path("exp").asLong() - payload.path("iat").asLong()).isEqualTo(21600);
    assertThat(payload.path("jti").asString()).isNotEmpty();
  }

  @Test
  void whoAmIAcceptsKeyAndToken() {
    JsonNode byKey = withKeyAsHeader().get("/auth/whoami").body();
    JsonNode byToken = ApiClient.at(port).withKey(key).get("/auth/whoami").body();
    assertThat(byKey).isEqualTo(byToken);
    JsonNode person = byKey.path("user");
    assertThat(person.path("userId").asString()).isEqualTo(user.id());
    assertThat(person.path("fullName").asString()).isEqualTo("Test user");
    assertThat(person.path("isWorkspaceAdmin").asBoolean()).isTrue();
    assertThat(person.path("workspaceAdmin").asBoolean()).isTrue();
    assertThat(person.path("isOrganizationAdmin").asBoolean()).isFalse();
    assertThat(person.path("isRescaleAdmin").asBoolean()).isFalse();
    assertThat(person.path("superuser").asBoolean()).isFalse();
    assertThat(person.path("workspace").path("id").asString()).isEqualTo(user.workspace().id());
    assertThat(person.path("organization").path("code").asString())
        .isEqualTo(user.workspace().organizationCode());
    assertThat(byKey.path("userFeatures").toString()).isEqualTo("{\"count\":0,\"results\":[]}");
  }

  @Test
  void pathsWorkWithAndWithoutBasePath() {
    ApiClient client = withKeyAsHeader().withoutBasePath();
    String token = client.get("/auth/token").text("tokenValue");
    assertThat(client.withToken(token).get("/auth/whoami").status()).isEqualTo(200);
    assertThat(client.get("/.well-known/jwks.json").status()).isEqualTo(200);
  }

  @Test
  void apiKeyIsAnOAuthClientSecret() {
    ApiResponse response = grant("grant_type=client_credentials&client_secret=" + key);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text("token_type")).isEqualTo("Bearer");
    assertThat(response.body().path("expires_in").asInt()).isEqualTo(21600);
    ApiClient client = ApiClient.at(port).withToken(response.text("access_token"));
    assertThat(client.get("/auth/whoami").status()).isEqualTo(200);
  }

  @Test
  void oauthErrorsFollowTheStandard() {
    ApiResponse badSecret = grant("grant_type=client_credentials&client_secret=wrong");
    assertThat(badSecret.status()).isEqualTo(400);
    assertThat(badSecret.text("error")).isEqualTo("invalid_client");
    ApiResponse badGrant = grant("grant_type=password&client_secret=" + key);
    assertThat(badGrant.text("error")).isEqualTo("unsupported_grant_type");
    assertThat(grant("client_secret=" + key).text("error")).isEqualTo("invalid_request");
  }

  /** A secret in a URL ends in the logs of proxies. */
  @Test
  void secretInTheUrlIsRefused() {
    ApiResponse refused =
        ApiClient.at(port)
            .send(
                "POST",
                "/oauth2/token?grant_type=client_credentials&client_secret=" + key,
                java.net.http.HttpRequest.BodyPublishers.noBody(),
                "Content-Type",
                MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("error")).isEqualTo("invalid_request");
  }

  @Test
  void secretInAHeaderIsFormDecoded() {
    assertThat(basic("any", key).status()).isEqualTo(200);
    String encoded = "%%%02x%s".formatted((int) key.charAt(0), key.substring(1));
    assertThat(basic("a%3Ab", encoded).status()).isEqualTo(200);
  }

  @Test
  void badSecretInAHeaderGetsAChallenge() {
    for (ApiResponse refused :
        List.of(
            basic("any", "wrong"),
            basic("any", "bad%escape"),
            grant("grant_type=client_credentials", "Basic no-base64!"))) {
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.text("error")).isEqualTo("invalid_client");
      assertThat(refused.header("WWW-Authenticate")).isEqualTo("Basic realm=\"OpenHTC\"");
    }
    ApiResponse ofAForm = grant("grant_type=client_credentials&client_secret=wrong");
    assertThat(ofAForm.header("WWW-Authenticate")).isEmpty();
  }

  @Test
  void administratorsKeyIsInAFileThatOnlyItsOwnerCanRead() throws Exception {
    Path file = TestFork.path(ServiceTest.HOME).resolve("api-key");
    assertThat(file).hasContent(ServiceTest.ADMIN_KEY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    JsonNode admin =
        ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY).get("/auth/whoami").body().path("user");
    assertThat(admin.path("isRescaleAdmin").asBoolean()).isTrue();
    assertThat(admin.path("workspace").path("id").asString()).isEqualTo("default");
  }

  private ApiClient withKeyAsHeader() {
    return ApiClient.at(port).withAuthorization("Token " + key);
  }

  private ApiResponse basic(String user, String secret) {
    byte[] pair = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
    String header = "Basic " + Base64.getEncoder().encodeToString(pair);
    return grant("grant_type=client_credentials", header);
  }

  private ApiResponse grant(String form, String authorization) {
    return grant(ApiClient.at(port).withAuthorization(authorization), form);
  }

  private ApiResponse grant(String form) {
    return grant(ApiClient.at(port), form);
  }

  private static ApiResponse grant(ApiClient client, String form) {
    return client.send(
        "POST",
        "/oauth2/token",
        java.net.http.HttpRequest.BodyPublishers.ofString(form),
        "Content-Type",
        MediaType.APPLICATION_FORM_URLENCODED_VALUE);
  }
}
