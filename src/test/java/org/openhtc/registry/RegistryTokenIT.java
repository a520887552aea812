package org.openhtc.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.registry.token.Access;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestFork;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests of the Docker token protocol without an engine. */
@ServiceTest
class RegistryTokenIT {
  private static final JsonMapper JSON = JsonMapper.shared();

  @LocalServerPort int port;
  @Autowired RegistryTokens tokens;
  @Autowired RegistryConnection connection;
  @Autowired Clock clock;
  @Autowired ApiClient api;
  private String project;
  private String password;

  @BeforeEach
  void aProjectWithARepository() {
    DockerUser.needsRegistry();
    project =
        api.post("/htc/projects", "{\"projectName\":\"p\",\"projectDescription\":\"\"}")
            .text("projectId");
    String path = "/htc/projects/" + project + "/container-registry";
    assertThat(api.post(path + "/repo/app", "").status()).isEqualTo(200);
    password = api.plain(path + "/token");
  }

  @Test
  void nodeReceivesTheTokenOfAPullForItself() throws Exception {
    String pull = tokens.forPull("projects/" + project + "/app").value();
    ApiResponse response = requestToken("host", pull, "?service=openhtc&scope=" + scope("pull"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text("token")).isEqualTo(pull);
    String ofUser = tokens.forUser("u", List.of()).value();
    for (String other : List.of(ofUser, password, pull + "x", "nonsense")) {
      assertThat(requestToken("host", other, "?service=openhtc").status()).isEqualTo(401);
    }
  }

  @Test
  void tokenContainsTheClaimsThatTheRegistryChecks() throws Exception {
    ApiResponse response =
        requestToken("AWS", password, "?service=openhtc&scope=" + scope("pull,push"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body().get("expires_in").asInt()).isEqualTo(300);
    assertThat(response.text("access_token")).isEqualTo(response.text("token"));
    JsonNode claims = part(response.text("token"), 1);
    assertThat(claims.get("iss").asString()).isEqualTo("openhtc");
    assertThat(claims.get("aud").isString()).isTrue();
    assertThat(claims.get("aud").asString()).isEqualTo("openhtc");
    assertThat(claims.get("exp").isIntegralNumber()).isTrue();
    assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(300);
    assertThat(claims.get("access"))
        .isEqualTo(
            JSON.valueToTree(List.of(Access.to("projects/" + project + "/app", "pull", "push"))));
    assertSigned(response.text("token"));
  }

  private static void assertSigned(String token) throws Exception {
    String x5c = part(token, 0).get("x5c").get(0).asString();
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(x5c))));
    int end = token.lastIndexOf('.');
    signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)))).isTrue();
  }

  @Test
  void loginWithoutScopeReceivesATokenWithoutAccess() {
    ApiResponse response = requestToken("AWS", password, "?client_id=docker&offline_token=true");
    assertThat(response.status()).isEqualTo(200);
    assertThat(part(response.text("token"), 1).get("access").isEmpty()).isTrue();
  }

  @Test
  void wrongCredentialsAreRefused() {
    String scope = "?scope=" + scope("pull");
    assertThat(requestToken("AWS", "guessed", scope).status()).isEqualTo(401);
    assertThat(requestToken("root", password, scope).status()).isEqualTo(401);
    assertThat(requestToken("AWS", ServiceTest.ADMIN_KEY, scope).status()).isEqualTo(401);
    assertThat(requestToken("AWS", api.token(), scope).status()).isEqualTo(401);
    assertThat(ApiClient.at(port).withoutBasePath().get("/registry/token" + scope).status())
        .isEqualTo(401);
  }

  @Test
  void passwordIsValidForTwelveHours() {
    JsonNode claims = part(password, 1);
    assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(12 * 3600);
    assertThat(claims.get("projectId").asString()).isEqualTo(project);
  }

  @Test
  void passwordIsRefusedByOtherEndpoints() {
    assertThat(ApiClient.at(port).withToken(password).get("/htc/projects").status()).isEqualTo(401);
  }

  @Test
  void formRequestReceivesATokenToo() throws Exception {
    String form =
        "grant_type=password&username=AWS&password=%s&scope=%s".formatted(password, scope("pull"));
    JsonNode response = JSON.readTree(postForm(form));
    assertThat(part(response.get("access_token").asString(), 1).get("access")).hasSize(1);
    assertThat(postForm(form.replace("=password", "=refresh_token"))).contains("grant_type");
  }

  private String postForm(String form) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:%d/registry/token".formatted(port)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  @Test
  void registryAcceptsATokenUntilItExpires() throws Exception {
    Access own = Access.to("projects/" + project + "/app", Access.PULL);
    Duration ahead = Duration.between(Clock.systemUTC().instant(), clock.instant());
    // The registry uses the system clock and tolerates a difference of one minute.
    assertThat(tagsWith(issue(own, Duration.ofMinutes(1).minus(ahead)))).isEqualTo(404);
    assertThat(tagsWith(issue(own, Duration.ofMinutes(-2).minus(ahead)))).isEqualTo(401);
  }

  @Test
  void registryDeniesAccessThatTheTokenDoesNotContain() throws Exception {
    Access other = Access.to("projects/" + project + "/other", Access.PULL);
    assertThat(tagsWith(issue(other, Duration.ofMinutes(1)))).isEqualTo(401);
    assertThat(tagsWith("no.token.atall")).isEqualTo(401);
  }

  @Test
  void killedRegistryIsStartedAgain() throws Exception {
    Path pid = TestFork.path(ServiceTest.HOME).resolve("registry/pid");
    long before = Long.parseLong(Files.readString(pid).trim());
    String images = "/htc/projects/" + project + "/container-registry/images";
    await().atMost(Timeouts.STEP).until(() -> api.get(images).status() == 200);
    ProcessHandle.of(before).orElseThrow().destroyForcibly();
    await().until(() -> !Files.readString(pid).trim().equals(String.valueOf(before)));
    await().atMost(Timeouts.STEP).until(() -> api.get(images).status() == 200);
  }

  private String issue(Access access, Duration lifetime) {
    return tokens.issue("test", List.of(access), lifetime).value();
  }

  /** Status 404 means that the token was accepted: nothing was ever pushed to this repository. */
  private int tagsWith(String token) throws IOException, InterruptedException {
    URI tags = connection.url().resolve("/v2/projects/" + project + "/app/tags/list");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(tags).header("Authorization", "Bearer " + token).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private ApiResponse requestToken(String user, String secret, String query) {
    String basic =
        Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    return ApiClient.at(port)
        .withoutBasePath()
        .withAuthorization("Basic " + basic)
        .get("/registry/token" + query);
  }

  private String scope(String actions) {
    return "repository:projects/%s/app:%s".formatted(project, actions);
  }

  private static JsonNode part(String token, int part) {
    return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[part]));
  }
}
