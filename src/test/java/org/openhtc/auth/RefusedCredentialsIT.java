package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.JobTokenRequestBuilder.aJobTokenRequest;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.Role;
import org.openhtc.auth.apikey.ApiKeys;
import org.openhtc.auth.signing.SigningKey;
import org.openhtc.auth.signing.SigningKeys;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.Tenants;
import org.openhtc.workspace.User;
import org.openhtc.workspace.Users;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
class RefusedCredentialsIT {
  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired Users users;
  @Autowired ApiKeys keys;
  @Autowired SigningKeys signingKeys;
  @Autowired TokenSigner signer;
  @Autowired JobTokens jobTokens;
  @Autowired SettableClock clock;

  User user;
  String key;

  @BeforeEach
  void newUser() {
    user = tenants.user(tenants.workspace(), Role.USER);
    key = tenants.key(user);
  }

  @Test
  void missingTokenIsRefused() {
    ApiResponse response = ApiClient.at(port).get("/htc/projects");
    assertRefused(response);
    assertThat(response.header("WWW-Authenticate")).startsWith("Bearer");
    assertRefused(ApiClient.at(port).withoutBasePath().get("/htc/projects"));
    assertRefused(ApiClient.at(port).get("/no/such/path"));
  }

  @Test
  void missingKeyIsRefused() {
    ApiResponse response = ApiClient.at(port).get("/auth/token");
    assertRefused(response);
    assertThat(response.header("WWW-Authenticate")).startsWith("Token");
  }

  @Test
  void expiredTokenIsRefused() {
    String token = signer.sign(user, TokenUse.USER, Map.of(), Duration.ofSeconds(-2));
    ApiResponse response = bearer(token);
    assertRefused(response);
    assertThat(response.sentence()).contains("expired at");
  }

  @Test
  void tokenSignedWithAnotherKeyIsRefused() {
    String forged =
        forgery().signWith(SigningKey.generate().privateKey(), Jwts.SIG.ES256).compact();
    assertForgeryRefused(bearer(forged));
  }

  @Test
  void unsignedTokenIsRefused() {
    assertForgeryRefused(bearer(forgery().compact()));
  }

  @Test
  void publicKeyIsNotAcceptedAsSharedSecret() {
    byte[] secret = signingKeys.signing().publicKey().getEncoded();
    String forged = forgery().signWith(Keys.hmacShaKeyFor(secret), Jwts.SIG.HS256).compact();
    assertForgeryRefused(bearer(forged));
  }

  @Test
  void tokenOfAnotherIssuerIsRefused() {
    String foreign =
        forgery()
            .issuer("another-issuer")
            .signWith(signingKeys.signing().privateKey(), Jwts.SIG.ES256)
            .compact();
    assertForgeryRefused(bearer(foreign));
  }

  @Test
  void alteredTokenIsRefused() {
    String token = ApiClient.at(port).withKey(key).token();
    String[] parts = token.split("\\.");
    String otherPayload = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY).token().split("\\.")[1];
    assertRefused(bearer(parts[0] + "." + otherPayload + "." + parts[2]));
    assertRefused(bearer("no.token.atall"));
    assertRefused(bearer("x"));
  }

  @Test
  void wrongSchemeIsRefused() {
    String token = ApiClient.at(port).withKey(key).token();
    assertRefused(header("Token " + key, "/htc/projects"));
    assertRefused(header("Token " + token, "/htc/projects"));
    assertRefused(header("Bearer " + key, "/htc/projects"));
    assertRefused(header(token, "/htc/projects"));
    assertRefused(header("Basic " + key, "/htc/projects"));
    assertRefused(header("Bearer " + token, "/auth/token"));
    assertRefused(header("Refresh " + token, "/auth/token"));
    assertRefused(header("Token " + key, "/auth/token/whoami"));
  }

  @Test
  void refreshTokenIsNotAcceptedAsBearerToken() {
    JobTokenRequest job = aJobTokenRequest(user, "b:0").build();
    JobTokenPair pair = jobTokens.issue(job);
    assertRefused(header("Bearer " + pair.refresh(), "/auth/whoami"));
    assertRefused(header("Refresh " + pair.bearer(), "/auth/token"));
  }

  @Test
  void unknownAndRevokedKeysAreRefused() {
    assertRefused(header("Token unknown", "/auth/token"));
    assertThat(header("Token " + key, "/auth/token").status()).isEqualTo(200);
    keys.revoke(user.id(), keys.ofUser(user.id()).getFirst().id());
    assertRefused(header("Token " + key, "/auth/token"));
  }

  @Test
  void disabledUserIsRefused() {
    ApiClient client = ApiClient.at(port).withKey(key);
    assertThat(client.get("/auth/whoami").status()).isEqualTo(200);
    ApiClient admin = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    assertThat(admin.delete("/admin/users/" + user.id()).status()).isEqualTo(204);
    assertRefused(client.get("/auth/whoami"));
    assertRefused(header("Token " + key, "/auth/token"));
  }

  @Test
  void publicPathsIgnoreABadToken() {
    assertThat(header("Bearer x", "/.well-known/jwks.json").status()).isEqualTo(200);
  }

  /** A token with the claims of a valid one, and the id of the key that signs. */
  private io.jsonwebtoken.JwtBuilder forgery() {
    return Jwts.builder()
        .header()
        .keyId(signingKeys.signing().kid())
        .and()
        .issuer("openhtc")
        .subject(user.id())
        .expiration(Date.from(clock.instant().plusSeconds(600)))
        .claim(TokenClaims.TOKEN_USE, TokenUse.USER.name());
  }

  private ApiResponse bearer(String token) {
    return header("Bearer " + token, "/htc/projects");
  }

  private ApiResponse header(String authorization, String path) {
    return ApiClient.at(port).withAuthorization(authorization).get(path);
  }

  /** Refused for what is forged, and not because other tests have advanced the clock. */
  private static void assertForgeryRefused(ApiResponse response) {
    assertRefused(response);
    assertThat(response.sentence()).doesNotContain("expired");
  }

  private static void assertRefused(ApiResponse response) {
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.text("error")).isEqualTo("Unauthorized");
    assertThat(response.text("errorType")).isEqualTo("Unauthorized");
    assertThat(response.sentence()).isNotEmpty();
    assertThat(response.header("WWW-Authenticate")).isNotEmpty();
  }
}
