package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A conditional read with the current ETag gets 304. Responses with secrets are not cached. */
@Scenario
class ConditionalReadsIT {
  @LocalServerPort int port;
  @Autowired ApiClient client;
  @Autowired TestTask task;

  @Test
  void unchangedResourceIsNotSentAgain() {
    String batch = task.submit(1, TestTask.script("true"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    String project = task.path.replaceFirst("/tasks/.*", "");
    Stream.of(
            project,
            task.path,
            task.path + "/summary-statistics",
            task.path + "/group-summary-statistics",
            task.path + "/jobs/" + batch + ":0",
            task.path + "/jobs/" + batch + "%3A0",
            "/htc/regions",
            "/htc/regions/AWS_US_WEST_2")
        .forEach(path -> {
          ApiResponse first = client.get(path);
          assertThat(first.status()).as(path).isEqualTo(200);
          assertThat(first.header("ETag")).as(path).startsWith("W/\"");
          assertThat(first.header("Cache-Control").split(", "))
              .as(path)
              .containsExactlyInAnyOrder("private", "no-cache");
          ApiResponse second = ifNoneMatch(path, first.header("ETag"));
          assertThat(second.status()).as(path).isEqualTo(304);
          assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
          assertThat(second.header("X-Request-Id")).isNotEmpty();
          assertThat(second.body().isMissingNode()).isTrue();
        });
  }

  @Test
  void changedResourceIsSent() {
    ApiResponse first = client.get(task.path);
    client.patch(task.path, "{\"lifecycleStatus\":\"ARCHIVED\"}");
    ApiResponse second = ifNoneMatch(task.path, first.header("ETag"));
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text("lifecycleStatus")).isEqualTo("ARCHIVED");
    assertThat(second.header("ETag")).isNotEqualTo(first.header("ETag"));
  }

  @Test
  void callerWithoutAccessGetsNoETag() {
    String tag = client.get(task.path).header("ETag");
    ApiResponse response =
        ApiClient.at(port).send("GET", task.path, BodyPublishers.noBody(), "If-None-Match", tag);
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("ETag")).isEmpty();
  }

  @Test
  void secretsAndListsAreNotCached() {
    String project = task.path.replaceFirst("/tasks/.*", "");
    Stream.of(
            "/auth/whoami",
            "/auth/token/whoami",
            project + "/storage/token",
            project + "/storage/tokens",
            project + "/storage/presigned-url?filePath=a",
            task.path + "/storage/token",
            task.path + "/storage/tokens",
            task.path + "/storage/regional-storage",
            task.path + "/storage/presigned-url?filePath=a",
            project + "/container-registry/token",
            "/htc/projects",
            task.path + "/jobs",
            "/admin/users",
            "/admin/signing-keys",
            "/admin/audit-entries")
        .forEach(path -> assertNotCached(client.get(path)));
    assertNotCached(
        ApiClient.at(port).withAuthorization("Token " + ServiceTest.ADMIN_KEY).get("/auth/token"));
  }

  private static void assertNotCached(ApiResponse response) {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Cache-Control")).contains("no-store");
    assertThat(response.header("ETag")).isEmpty();
  }

  private ApiResponse ifNoneMatch(String path, String tag) {
    return client.send("GET", path, BodyPublishers.noBody(), "If-None-Match", tag);
  }
}
