package org.openhtc.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestTask;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceTest
class StorageEndpointsIT {
  private static final String REGION = "AWS_US_EAST_1";

  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired SettableClock clock;

  private String workspace;
  private ApiClient api;
  private String task;
  private String project;

  @BeforeEach
  void aTask() {
    workspace = tenants.workspace();
    api = client(Role.WORKSPACE_ADMIN);
    task = TestTask.in(api).path;
    project = task.substring(0, task.indexOf("/tasks/"));
  }

  @Test
  void projectTokenContainsEverythingAToolNeeds() {
    ApiResponse token = api.get(project + "/storage/token");
    assertThat(token.status()).isEqualTo(200);
    assertThat(token.text("projectSharedStoragePath")).isEqualTo("s3://openhtc/" + shared());
    assertThat(token.text("projectId")).isEqualTo(id(project));
    assertThat(token.text("storageName")).isEqualTo("openhtc");
    assertThat(token.text("provider")).isEqualTo(token.text("region").split("_")[0]);
    assertThat(Instant.parse(token.text("expiration")))
        .isBetween(
            clock.instant().plus(Duration.ofHours(11)), clock.instant().plus(Duration.ofHours(13)));
    assertThat(token.body().path("credentials").propertyNames())
        .containsExactlyInAnyOrder(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_REGION",
            "AWS_ENDPOINT_URL_S3");
    assertThat(token.body().at("/credentials/AWS_ENDPOINT_URL_S3").asString())
        .startsWith("http://localhost:");
  }

  @Test
  void taskTokenContainsTheTasksFolderToo() {
    ApiResponse token = api.get(task + "/storage/token");
    assertThat(token.text("taskStoragePath"))
        .isEqualTo("s3://openhtc/projects/%s/tasks/%s/".formatted(id(project), id(task)));
    assertThat(token.text("projectSharedStoragePath")).isEqualTo("s3://openhtc/" + shared());
  }

  @Test
  void everyRegionOfTheProjectHasAToken() {
    JsonNode regions = api.get(project).body().path("regions");
    for (String owner : new String[] {project, task}) {
      JsonNode all = api.get(owner + "/storage/tokens").body();
      assertThat(all.path("defaultRegion")).isEqualTo(regions.get(0));
      assertThat(all.path("regionStores").size()).isEqualTo(regions.size());
      assertThat(all.at("/regionStores/0/region")).isEqualTo(regions.get(0));
      String one = regions.get(0).asString();
      assertThat(api.get(owner + "/storage/token/" + one).text("region")).isEqualTo(one);
    }
    JsonNode regional = api.get(task + "/storage/regional-storage").body();
    assertThat(regional.path("rescaleRegion")).isEqualTo(regions.get(0));
    assertThat(regional.at("/regionalStores/0").propertyNames())
        .containsExactlyInAnyOrder("region", "projectPath", "taskPath", "credentials", "provider");
  }

  @Test
  void storesOfTheEnabledRegionsAreABareArray() {
    JsonNode stores = api.get("/htc/storage").body();
    assertThat(stores.isArray()).isTrue();
    assertThat(stores.get(0).propertyNames())
        .containsExactlyInAnyOrder("storageName", "region", "provider");
    assertThat(api.get("/htc/storage/region/" + REGION).text("storageName")).isEqualTo("openhtc");
  }

  @ParameterizedTest
  @CsvSource({"AWS_NOWHERE,400", "aws_us_east_1,400", "GCP_EU_WEST_4,404"})
  void otherRegionsAreRefused(String region, int status) {
    for (String path :
        new String[] {
          "/htc/storage/region/", project + "/storage/token/", task + "/storage/token/"
        }) {
      ApiResponse refused = api.get(path + region);
      assertThat(refused.status()).isEqualTo(status);
      assertThat(refused.sentence()).contains(region);
    }
  }

  @Test
  void aPresignedUrlAllowsItsMethodOnly() throws Exception {
    for (String owner : new String[] {project, task}) {
      ApiResponse put = presigned(api, owner, "a dir/ünï+é %.txt", "");
      assertThat(put.status()).isEqualTo(200);
      assertThat(put.text("storageName")).isEqualTo("openhtc");
      assertThat(put.text("region")).isNotEmpty();
      assertThat(Instant.parse(put.text("expiration"))).isAfter(clock.instant());
      assertThat(send("PUT", put.text("url"), "content").statusCode()).isEqualTo(200);
      String get = presigned(api, owner, "a dir/ünï+é %.txt", "&method=GET").text("url");
      assertThat(send("GET", get, "").body()).isEqualTo("content");
      assertThat(send("PUT", get, "other").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aKeyMayBeAsLongAsTheProtocolAllows() throws Exception {
    int rest = 1024 - shared().length();
    String longest = ("d".repeat(200) + "/").repeat(rest / 201) + "e".repeat(rest % 201);
    String url = presigned(api, project, longest, "").text("url");
    assertThat(send("PUT", url, "x").statusCode()).isEqualTo(200);
    ApiResponse refused = presigned(api, project, longest + "e", "");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).contains("filePath").contains("1024");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "..",
        "../x",
        "a/../b",
        "a/..",
        "./a",
        "a/./b",
        "a//b",
        "a\nb",
        "a\u0000b",
        "a\u007fb",
        "a\uffffb"
      })
  void unusablePathsAreRejected(String path) {
    for (String owner : new String[] {project, task}) {
      ApiResponse refused = presigned(api, owner, path, "");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.sentence()).contains("filePath");
    }
  }

  @Test
  void aMissingPathAndAnUnknownMethodAreRejected() {
    ApiResponse missing = api.get(project + "/storage/presigned-url");
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.sentence()).contains("filePath");
    ApiResponse unknown = presigned(api, project, "a", "&method=DELETE");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.sentence()).contains("method");
  }

  @Test
  void storageOfAnotherWorkspaceIsNotFound() {
    String own = workspace;
    workspace = tenants.workspace();
    ApiClient otherUser = client(Role.WORKSPACE_ADMIN);
    workspace = own;
    for (String owner : new String[] {project, task}) {
      for (String what : new String[] {"/storage/token", "/storage/tokens"}) {
        assertThat(otherUser.get(owner + what).status()).isEqualTo(404);
      }
      assertThat(presigned(otherUser, owner, "a", "").status()).isEqualTo(404);
    }
    assertThat(otherUser.get(task + "/storage/regional-storage").status()).isEqualTo(404);
  }

  @Test
  void anyUserOfTheWorkspaceMayUseIt() {
    assertThat(client(Role.USER).get(project + "/storage/token").status()).isEqualTo(200);
    assertThat(ApiClient.at(port).get(project + "/storage/token").status()).isEqualTo(401);
  }

  @Test
  void credentialsOfADisabledUserAreRefused() throws Exception {
    User user = tenants.user(workspace, Role.USER);
    ApiClient own = ApiClient.at(port).withKey(tenants.key(user));
    for (String owner : new String[] {project, task}) {
      String put = presigned(own, owner, "a", "").text("url");
      assertThat(send("PUT", put, "x").statusCode()).isEqualTo(200);
      enable(user, false);
      assertThat(send("PUT", put, "x").statusCode()).isEqualTo(403);
      enable(user, true);
      assertThat(send("PUT", put, "x").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void credentialsAreRefusedFromTheLossOfARoleOn() throws Exception {
    User user = tenants.user(workspace, Role.WORKSPACE_ADMIN);
    ApiClient own = ApiClient.at(port).withKey(tenants.key(user));
    String put = presigned(own, project, "a", "").text("url");
    assertThat(send("PUT", put, "x").statusCode()).isEqualTo(200);
    setRole(user, Role.USER);
    HttpResponse<String> refused = send("PUT", put, "x");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("revoked");
    String later = presigned(own, project, "a", "").text("url");
    assertThat(send("PUT", later, "x").statusCode()).isEqualTo(200);
  }

  private void setRole(User user, Role role) {
    ApiResponse changed =
        api.patch("/admin/users/" + user.id(), "{\"role\":\"%s\"}".formatted(role));
    assertThat(changed.status()).isEqualTo(200);
  }

  private void enable(User user, boolean enabled) {
    ApiResponse changed =
        api.patch("/admin/users/" + user.id(), "{\"enabled\":%b}".formatted(enabled));
    assertThat(changed.status()).isEqualTo(200);
  }

  @Test
  void aDeletedTaskHasNoStorage() throws Exception {
    String put = presigned(api, task, "a", "").text("url");
    assertThat(send("PUT", put, "x").statusCode()).isEqualTo(200);
    assertThat(api.delete(task).status()).isEqualTo(200);
    assertThat(send("PUT", put, "x").statusCode()).isEqualTo(403);
    for (String what :
        new String[] {
          "/storage/token",
          "/storage/tokens",
          "/storage/regional-storage",
          "/storage/presigned-url?filePath=a"
        }) {
      assertThat(api.get(task + what).status()).isEqualTo(409);
    }
  }

  private static ApiResponse presigned(ApiClient api, String owner, String filePath, String more) {
    return api.get(
        owner
            + "/storage/presigned-url?filePath="
            + URLEncoder.encode(filePath, StandardCharsets.UTF_8)
            + more);
  }

  private static HttpResponse<String> send(String method, String url, String body)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.BodyPublisher content =
          body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
      return http.send(
          HttpRequest.newBuilder(URI.create(url)).method(method, content).build(),
          BodyHandlers.ofString());
    }
  }

  private ApiClient client(Role role) {
    return ApiClient.at(port).withKey(tenants.key(tenants.user(workspace, role)));
  }

  private String shared() {
    return "projects/" + id(project) + "/shared/";
  }

  private static String id(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
