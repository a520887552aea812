package org.openhtc.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.api.Role;
import org.openhtc.auth.RegistryPasswords;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestImages;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Docker's engine uses the real registry with a project's password. */
@ServiceTest
class RegistryIT {
  @LocalServerPort int port;
  @Autowired RegistryPasswords passwords;
  @Autowired RepositoryStore repositories;
  @Autowired Tenants tenants;
  @Autowired ApiClient api;
  private String project;
  private String path;
  private DockerUser docker;

  @BeforeEach
  void aProjectWithARepository() {
    DockerUser.needsRegistry();
    project = project(api);
    path = "/htc/projects/" + project + "/container-registry";
    assertThat(api.post(path + "/repo/team/app", "").status()).isEqualTo(200);
    docker = DockerUser.of(api, project);
  }

  @AfterEach
  void close() throws IOException {
    if (docker != null) {
      docker.close();
    }
  }

  private static String project(ApiClient api) {
    return api.post("/htc/projects", "{\"projectName\":\"p\",\"projectDescription\":\"\"}")
        .text("projectId");
  }

  @Test
  void repositoryAppearsInItsProject() {
    ApiResponse again = api.post(path + "/repo/team/app", "");
    assertThat(again.text("repositoryName")).isEqualTo("team/app");
    assertThat(again.text("projectId")).isEqualTo(project);
    assertThat(again.body().get("successfullyCreated").asBoolean()).isTrue();
    JsonNode view = api.get("/htc/projects/" + project).body();
    assertThat(again.text("registryURI")).isEqualTo(view.get("containerRegistry").asString());
    assertThat(view.get("repositories").valueStream().map(JsonNode::asString))
        .containsExactly("team/app");
  }

  @Test
  void namesOfRepositoriesFollowThePublishedRule() {
    for (String name : new String[] {"Upper", "a_", "-a", "a..b", "a".repeat(129), ""}) {
      ApiResponse refused = api.post(path + "/repo/" + name, "");
      assertThat(refused.status()).as(name).isEqualTo(400);
      assertThat(refused.sentence()).contains("repoName");
    }
  }

  @Test
  void slashOfANameMayBeEncoded() {
    ApiResponse created = api.post(path + "/repo/team%2Fmesher", "");
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.text("repositoryName")).isEqualTo("team/mesher");
    assertThat(api.post(path + "/repo/team%2f%2fmesher", "").status()).isEqualTo(400);
  }

  @Test
  void projectHasALimitedNumberOfRepositories() {
    UUID id = UUID.fromString(project);
    String me = api.get("/auth/token/whoami").body().get("sub").asString();
    assertThat(repositories.create(id, "second", me, 2)).isPresent();
    assertThat(repositories.create(id, "third", me, 2)).isEmpty();
    assertThat(repositories.create(id, "second", me, 2)).isPresent();
    assertThat(repositories.create(id, "third", me, 3)).isPresent();
  }

  @Test
  void registryAcceptsTheLongestNameOfARepository() {
    String longest = "a".repeat(128);
    assertThat(api.post(path + "/repo/" + longest, "").status()).isEqualTo(200);
    docker.login();
    docker.push(TestImages.BUSYBOX, longest, "1");
    assertThat(api.get(path + "/images").body().get("images").toString()).contains(longest);
  }

  @Test
  void ownImageCanBePushedListedAndPulled() {
    docker.login();
    docker.push(TestImages.BUSYBOX, "team/app", "1");
    ApiResponse images = api.get(path + "/images");
    assertThat(images.text("containerRegistry")).isEqualTo(docker.registry());
    assertThat(images.body().get("images").valueStream().map(JsonNode::asString))
        .containsExactly("team/app:1");
    for (String name : List.of("team/app:1", "team%2Fapp%3A1", "team%2fapp%3a1")) {
      assertThat(api.get(path + "/images/" + name).text("status")).isEqualTo("READY");
    }
    docker.pull(docker.registry() + "team/app:1");
  }

  @Test
  void imageThatWasNeverPushedIsUnavailable() {
    for (String image : new String[] {"team/app:1", "team/app", "nowhere:1", "%20"}) {
      ApiResponse response = api.get(path + "/images/" + image);
      assertThat(response.status()).as(image).isEqualTo(404);
      assertThat(response.text("error")).isEqualTo("IMAGE_UNAVAILABLE");
    }
    assertThat(api.delete(path + "/images").status()).isEqualTo(404);
    assertThat(api.get(path + "/images").body().get("images").isEmpty()).isTrue();
  }

  @Test
  void pushToARepositoryThatWasNotCreatedIsDenied() {
    assertThatThrownBy(() -> docker.push(TestImages.BUSYBOX, "other", "1"))
        .hasMessageContaining("denied");
  }

  @Test
  void repositoryOfAnotherProjectIsDenied() throws IOException {
    docker.push(TestImages.BUSYBOX, "team/app", "1");
    String image = docker.registry() + "team/app:1";
    try (DockerUser other = DockerUser.of(api, project(api))) {
      assertThatThrownBy(() -> other.pull(image)).hasMessageContaining("denied");
      String upwards = "../" + project + "/team/app";
      assertThatThrownBy(() -> other.push(TestImages.BUSYBOX, upwards, "1"))
          .isInstanceOf(RuntimeException.class);
    }
    docker.pull(image);
  }

  @Test
  void expiredPasswordIsRefused() throws IOException {
    JsonNode me = api.get("/auth/token/whoami").body();
    UserCaller caller = new UserCaller(me.get("sub").asString(), "", "", "", Role.PLATFORM_ADMIN);
    String expired = passwords.issue(caller, UUID.fromString(project), Duration.ofSeconds(-1));
    try (DockerUser late = DockerUser.with(docker.registry(), expired)) {
      assertThatThrownBy(late::login).hasMessageContaining("401");
      assertThatThrownBy(() -> late.push(TestImages.BUSYBOX, "team/app", "2"))
          .hasMessageContaining("unauthorized");
    }
  }

  @Test
  void passwordOfARevokedKeyIsRefused() throws IOException {
    String me = api.get("/auth/token/whoami").body().get("sub").asString();
    String keys = "/admin/users/" + me + "/api-keys";
    ApiResponse key = api.post(keys, "{\"name\":\"lost\"}");
    ApiClient thief = ApiClient.at(port).withKey(key.text("apiKey"));
    String password = thief.plain(path + "/token");
    try (DockerUser user = DockerUser.with(docker.registry(), password)) {
      user.login();
      assertThat(api.delete(keys + "/" + key.text("id")).status()).isEqualTo(204);
      assertThatThrownBy(user::login).hasMessageContaining("401");
    }
  }

  @Test
  void removingATagKeepsAnotherTagOfTheSameImage() {
    docker.push(TestImages.BUSYBOX, "team/app", "1");
    docker.push(TestImages.BUSYBOX, "team/app", "2");
    assertThat(api.delete(path + "/images/team/app:1").status()).isEqualTo(204);
    assertThat(api.get(path + "/images/team/app:1").status()).isEqualTo(404);
    assertThat(api.delete(path + "/images/team/app:1").status()).isEqualTo(404);
    docker.pull(docker.registry() + "team/app:2");
  }

  @Test
  void usersOfOtherWorkspacesDoNotSeeTheRegistry() {
    ApiClient other =
        ApiClient.at(port).withKey(tenants.key(tenants.user(tenants.workspace(), Role.USER)));
    assertThat(other.get(path + "/images").status()).isEqualTo(404);
    assertThat(other.get(path + "/token").status()).isEqualTo(404);
    assertThat(other.post(path + "/repo/other", "").status()).isEqualTo(404);
  }
}
