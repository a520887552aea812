package org.openhtc.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a body may cost is limited before it is read. */
@ServiceTest
class BodyBoundsIT {
  /** The machine may have other work. */
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  @LocalServerPort int port;
  @Autowired ApiClient client;
  @Autowired Tenants tenants;
  @Autowired TestTask task;

  @Test
  void wrongElementsAreRefusedAtOnce() {
    String regions = "null,".repeat(40_000) + "null";
    long begin = System.nanoTime();
    ApiResponse refused =
        client.post(
            "/htc/projects",
            "{\"projectName\":\"p\",\"projectDescription\":\"\",\"regions\":[" + regions + "]}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).isEqualTo("regions has more than 1000 elements.");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
  }

  /** The server reads the rest of a body of this size: it would reset connections with more. */
  @Test
  void unknownMembersCountForTheSize() {
    String unknown = ",\"unknown\":\"" + "x".repeat(1_000_000) + "\"}";
    String tasks = task.path.substring(0, task.path.lastIndexOf('/'));
    assertThat(
            client.post(tasks, "{\"taskName\":\"t\",\"taskDescription\":\"\"" + unknown).status())
        .isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /htc/projects",
    "POST, /admin/hosts",
    "PATCH, /admin/hosts/local",
    "PUT, /admin/regions/AWS_US_EAST_1",
    "POST, /admin/organizations",
    "POST, /admin/workspaces",
    "POST, /admin/users"
  })
  void roleIsCheckedBeforeTheBody(String method, String path) {
    ApiClient user =
        ApiClient.at(port).withKey(tenants.key(tenants.user(tenants.workspace(), Role.USER)));
    ApiResponse refused =
        user.send(method, path, java.net.http.HttpRequest.BodyPublishers.ofString("nonsense"));
    assertThat(refused.status()).isEqualTo(403);
  }

  @Test
  void projectOfAnotherWorkspaceIsNotFoundForAnyBody() {
    ApiClient other =
        ApiClient.at(port)
            .withKey(tenants.key(tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN)));
    String project = task.path.substring(0, task.path.indexOf("/tasks"));
    assertThat(other.patch(project, "nonsense").status()).isEqualTo(404);
    assertThat(other.put(project + "/dimensions", "nonsense").status()).isEqualTo(404);
    assertThat(other.post(task.path + "/jobs/batch", "nonsense").status()).isEqualTo(404);
  }

  @Test
  void namesAreCountedInCodePointsAndHalvesOfPairsRefused() {
    String longest = "\ud83d\ude00".repeat(255);
    String body = "{\"projectName\":\"%s\",\"projectDescription\":\"%s\"}";
    ApiResponse created =
        client.post("/htc/projects", body.formatted(longest, "\ud83d\ude00".repeat(4000)));
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.text("projectName")).isEqualTo(longest);
    ApiResponse refused = client.post("/htc/projects", body.formatted("a\\uD800b", ""));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).startsWith("projectName ");
  }
}
