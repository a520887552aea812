package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
class AdministrationIT {
  @LocalServerPort int port;
  @Autowired Tenants tenants;

  @Autowired ApiClient admin;

  @Test
  void newOrganizationGetsAWorkspaceAUserAndAKey() {
    String name = "a" + UUID.randomUUID();
    assertCreated(
        admin.post("/admin/organizations", "{\"code\":\"%s\",\"name\":\"A\"}".formatted(name)));
    assertCreated(
        admin.post(
            "/admin/workspaces",
            "{\"id\":\"%s\",\"organizationCode\":\"%s\",\"name\":\"W\"}".formatted(name, name)));
    ApiResponse user = admin.post("/admin/users", user(name, name + "@example.org", "USER"));
    assertCreated(user);
    String keys = "/admin/users/" + user.text("userId") + "/api-keys";
    ApiResponse key = admin.post(keys, "{\"name\":\"laptop\"}");
    assertCreated(key);
    ApiClient client = ApiClient.at(port).withKey(key.text("apiKey"));
    assertThat(client.get("/htc/projects").status()).isEqualTo(200);
    ApiResponse listed = admin.get(keys);
    assertThat(listed.body().path(0).path("name").asString()).isEqualTo("laptop");
    assertThat(listed.body().toString()).doesNotContain(key.text("apiKey"));
    String id = listed.body().path(0).path("id").asString();
    assertThat(admin.delete(keys + "/" + id).status()).isEqualTo(204);
    assertThat(admin.delete("/admin/users/" + user.text("userId")).status()).isEqualTo(204);
    assertThat(client.get("/htc/projects").status()).isEqualTo(401);
  }

  @Test
  void takenNamesAreConflictsAndUnknownNamesAreNotFound() {
    String workspace = tenants.workspace();
    String email = UUID.randomUUID() + "@example.org";
    assertCreated(admin.post("/admin/users", user(workspace, email, "USER")));
    assertThat(
            admin
                .post(
                    "/admin/users",
                    user(workspace, email.toUpperCase(java.util.Locale.ROOT), "USER"))
                .status())
        .isEqualTo(409);
    assertThat(admin.post("/admin/users", user("nowhere", "x@example.org", "USER")).status())
        .isEqualTo(404);
    assertThat(admin.post("/admin/organizations", "{\"code\":\"default\",\"name\":\"D\"}").status())
        .isEqualTo(409);
    assertThat(admin.get("/admin/users/unknown/api-keys").status()).isEqualTo(404);
  }

  @Test
  void concurrentCreationSucceedsOnce() throws Exception {
    String name = "a" + UUID.randomUUID();
    String workspace = tenants.workspace();
    assertCreatedOnce("/admin/organizations", "{\"code\":\"%s\",\"name\":\"A\"}".formatted(name));
    assertCreatedOnce(
        "/admin/workspaces",
        "{\"id\":\"%s\",\"organizationCode\":\"%s\",\"name\":\"W\"}".formatted(name, name));
    assertCreatedOnce("/admin/users", user(workspace, name + "@example.org", "USER"));
    assertCreatedOnce(
        "/admin/hosts",
        "{\"name\":\"%s\",\"region\":\"AWS_US_WEST_2\",\"endpoint\":\"tcp://127.0.0.1:1\"}"
            .formatted(name));
    admin.delete("/admin/hosts/" + name);
  }

  private void assertCreatedOnce(String path, String body) throws InterruptedException {
    Callable<Integer> request = () -> admin.post(path, body).status();
    try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Integer> statuses =
          together.invokeAll(Collections.nCopies(8, request)).stream()
              .map(Future::resultNow)
              .sorted()
              .toList();
      assertThat(statuses).as(path).containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
    }
  }

  @Test
  void errorNamesTheWrongProperty() {
    String workspace = tenants.workspace();
    assertThat(admin.post("/admin/users", user(workspace, "no address", "USER")).sentence())
        .contains("email");
    assertThat(admin.post("/admin/users", user(workspace, "a@example.org", "KING")).sentence())
        .contains("role");
    assertThat(admin.post("/admin/organizations", "{\"code\":\"a b\",\"name\":\"A\"}").sentence())
        .contains("code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin/organizations", "/admin/workspaces", "/admin/users"})
  void listsArePaged(String path) {
    tenants.user(tenants.workspace(), Role.USER);
    tenants.user(tenants.workspace(), Role.USER);
    assertThat(admin.all(path + "?pageSize=1"))
        .doesNotHaveDuplicates()
        .isEqualTo(admin.all(path))
        .hasSizeGreaterThan(1);
  }

  @Test
  void onlyPlatformAdministratorsManageTheInstallation() {
    String organization = tenants.organization();
    ApiClient other =
        ApiClient.at(port)
            .withKey(
                tenants.key(
                    tenants.user(tenants.workspaceIn(organization), Role.ORGANIZATION_ADMIN)));
    assertForbidden(other.get("/admin/signing-keys"));
    assertForbidden(other.post("/admin/signing-keys", ""));
    assertForbidden(other.put("/admin/regions/RC_ICELAND_1", "{\"enabled\":true}"));
    assertForbidden(other.post("/admin/organizations", "{\"code\":\"x\",\"name\":\"X\"}"));
    assertForbidden(
        other.post(
            "/admin/workspaces",
            "{\"id\":\"x\",\"organizationCode\":\"%s\",\"name\":\"X\"}".formatted(organization)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/organizations",
        "/admin/organizations/default",
        "/admin/workspaces",
        "/admin/workspaces/default",
        "/admin/users",
        "/admin/users/x",
        "/admin/users/x/api-keys",
        "/admin/signing-keys"
      })
  void usersAreForbidden(String path) {
    ApiClient user =
        ApiClient.at(port).withKey(tenants.key(tenants.user(tenants.workspace(), Role.USER)));
    assertForbidden(user.get(path));
  }

  @Test
  void newKeyIsReturnedOnceAndCanBeRevokedById() {
    String keys = "/admin/users/" + tenants.user(tenants.workspace(), Role.USER).id() + "/api-keys";
    ApiResponse made = admin.post(keys, "{\"name\":\"laptop\"}");
    assertCreated(made);
    assertThat(made.text("name")).isEqualTo("laptop");
    String key = "Token " + made.text("apiKey");
    assertThat(ApiClient.at(port).withAuthorization(key).get("/auth/token").status())
        .isEqualTo(200);
    assertThat(admin.delete(keys + "/" + made.text("id")).status()).isEqualTo(204);
    String revokedAt = admin.get(keys).body().path(0).path("revokedAt").asString();
    assertThat(ApiClient.at(port).withAuthorization(key).get("/auth/token").status())
        .isEqualTo(401);
    assertThat(admin.delete(keys + "/" + made.text("id")).status()).isEqualTo(204);
    assertThat(admin.get(keys).body().path(0).path("revokedAt").asString()).isEqualTo(revokedAt);
  }

  @Test
  void revokedKeyEndsItsTokens() {
    String keys = "/admin/users/" + tenants.user(tenants.workspace(), Role.USER).id() + "/api-keys";
    ApiResponse revoked = admin.post(keys, "{\"name\":\"lost\"}");
    ApiResponse other = admin.post(keys, "{\"name\":\"kept\"}");
    ApiClient thief = ApiClient.at(port).withKey(revoked.text("apiKey"));
    ApiClient user = ApiClient.at(port).withKey(other.text("apiKey"));
    assertThat(thief.get("/htc/projects").status()).isEqualTo(200);
    assertThat(admin.delete(keys + "/" + revoked.text("id")).status()).isEqualTo(204);
    ApiResponse refused = thief.get("/htc/projects");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.sentence()).isEqualTo("The API key of the token is revoked.");
    assertThat(user.get("/htc/projects").status()).isEqualTo(200);
  }

  @Test
  void regionIsEnabledAndDisabled() {
    String path = "/admin/regions/AZURE_EU_NORTH";
    assertThat(admin.put(path, "{\"enabled\":true}").status()).isEqualTo(200);
    assertThat(admin.get("/htc/regions/AZURE_EU_NORTH").body().path("enabled").asBoolean())
        .isTrue();
    assertThat(admin.put(path, "{\"enabled\":\"no\"}").status()).isEqualTo(400);
    assertThat(admin.put(path, "{}").sentence()).contains("enabled");
    assertThat(admin.put(path, "{\"enabled\":false}").status()).isEqualTo(200);
    assertThat(admin.get("/htc/regions/AZURE_EU_NORTH").body().path("enabled").asBoolean())
        .isFalse();
  }

  private static String user(String workspace, String email, String role) {
    return "{\"workspaceId\":\"%s\",\"email\":\"%s\",\"fullName\":\"U\",\"role\":\"%s\"}"
        .formatted(workspace, email, role);
  }

  private static void assertForbidden(ApiResponse response) {
    assertThat(response.status()).as("%s", response.body()).isEqualTo(403);
  }

  private static void assertCreated(ApiResponse response) {
    assertThat(response.status()).as("%s", response.body()).isEqualTo(201);
  }
}
