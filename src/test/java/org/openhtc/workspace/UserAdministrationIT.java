package org.openhtc.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.api.ApiException;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The users and roles that each administrator may manage. */
@ServiceTest
class UserAdministrationIT {
  private static final String NEW_PROJECT = "{\"projectName\":\"p\",\"projectDescription\":\"\"}";

  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired DefaultWorkspace defaultWorkspace;
  @Autowired Users users;
  @Autowired JdbcClient jdbc;

  @Autowired ApiClient platform;
  String organization;
  String workspace;
  User user;

  @BeforeEach
  void aUser() {
    organization = tenants.organization();
    workspace = tenants.workspaceIn(organization);
    user = tenants.user(workspace, Role.USER);
  }

  @Test
  void higherRoleNeedsANewTokenAndALowerRoleAppliesAtOnce() {
    String key = tenants.key(user);
    ApiClient before = ApiClient.at(port).withKey(key);
    assertThat(before.post("/htc/projects", NEW_PROJECT).status()).isEqualTo(403);
    ApiResponse changed = platform.patch(path(user), "{\"role\":\"WORKSPACE_ADMIN\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("role")).isEqualTo("WORKSPACE_ADMIN");
    assertThat(changed.text("fullName")).isEqualTo(user.fullName());
    assertThat(before.get("/auth/whoami").status()).isEqualTo(401);
    ApiClient after = ApiClient.at(port).withKey(key);
    assertThat(after.post("/htc/projects", NEW_PROJECT).status()).isEqualTo(200);
    platform.patch(path(user), "{\"role\":\"USER\"}");
    assertThat(after.post("/htc/projects", NEW_PROJECT).status()).isEqualTo(403);
  }

  @Test
  void keyCreatedByALowerRoleIsRefusedForAHigherRole() {
    ApiClient lower = as(tenants.user(workspace, Role.WORKSPACE_ADMIN));
    String key = lower.post(path(user) + "/api-keys", "{\"name\":\"k\"}").text("apiKey");
    platform.patch(path(user), "{\"role\":\"WORKSPACE_ADMIN\"}");
    assertThat(withKey(key).status()).isEqualTo(200);
    platform.patch(path(user), "{\"role\":\"PLATFORM_ADMIN\"}");
    assertThat(withKey(key).status()).isEqualTo(401);
    assertThat(withKey(tenants.key(user)).status()).isEqualTo(200);
  }

  @Test
  void bootstrapSkipsADisabledAdministrator() {
    User first = defaultWorkspace.administrator();
    ApiClient client = as(tenants.user(workspace, Role.PLATFORM_ADMIN));
    assertThat(client.delete(path(first)).status()).isEqualTo(204);
    try {
      User next = defaultWorkspace.administrator();
      assertThat(next.id()).isNotEqualTo(first.id());
      assertThat(next.enabled()).isTrue();
    } finally {
      client.patch(path(first), "{\"enabled\":true}");
    }
  }

  @Test
  void lastPlatformAdministratorCannotBeRemovedAndIsRestored() {
    User first = defaultWorkspace.administrator();
    List<String> others =
        jdbc.sql(
                """
                update app_user set disabled_at = now()
                where role = 'PLATFORM_ADMIN' and disabled_at is null and id <> :first
                returning id
                """)
            .param("first", first.id())
            .query((row, n) -> row.getString(1))
            .list();
    try {
      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(() -> users.change(first.id(), UserChange.DISABLE, user -> {}))
          .withMessageContaining(first.id());
      jdbc.sql("update app_user set disabled_at = now(), role = 'USER' where id = :first")
          .param("first", first.id())
          .update();
      assertThat(defaultWorkspace.administrator())
          .returns(first.id(), User::id)
          .returns(Role.PLATFORM_ADMIN, User::role)
          .returns(true, User::enabled);
    } finally {
      jdbc.sql("update app_user set disabled_at = null where id = any(:ids)")
          .param("ids", others.toArray(String[]::new))
          .update();
    }
  }

  @Test
  void nameIsChanged() {
    platform.patch(path(user), "{\"fullName\":\"Ada Lovelace\"}");
    ApiResponse changed = platform.get(path(user));
    assertThat(changed.text("fullName")).isEqualTo("Ada Lovelace");
    assertThat(changed.text("role")).isEqualTo("USER");
    assertThat(changed.text("workspaceId")).isEqualTo(workspace);
    assertThat(changed.text("organizationCode")).isEqualTo(organization);
  }

  @Test
  void disabledUserIsEnabledAgain() {
    ApiClient client = as(user);
    assertThat(platform.delete(path(user)).status()).isEqualTo(204);
    assertThat(platform.get(path(user)).body().path("enabled").asBoolean()).isFalse();
    assertThat(client.get("/auth/whoami").status()).isEqualTo(401);
    assertThat(platform.patch(path(user), "{\"enabled\":true}").status()).isEqualTo(200);
    assertThat(client.get("/auth/whoami").status()).isEqualTo(200);
    platform.patch(path(user), "{\"enabled\":false}");
    assertThat(client.get("/auth/whoami").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "WORKSPACE_ADMIN, USER, true",
    "WORKSPACE_ADMIN, WORKSPACE_ADMIN, true",
    "WORKSPACE_ADMIN, ORGANIZATION_ADMIN, false",
    "WORKSPACE_ADMIN, PLATFORM_ADMIN, false",
    "ORGANIZATION_ADMIN, ORGANIZATION_ADMIN, true",
    "ORGANIZATION_ADMIN, PLATFORM_ADMIN, false",
    "USER, USER, false"
  })
  void roleAboveTheCallersCannotBeGranted(Role own, Role granted, boolean allowed) {
    ApiClient admin = as(tenants.user(workspace, own));
    assertThat(admin.patch(path(user), "{\"role\":\"%s\"}".formatted(granted)).status())
        .isEqualTo(allowed ? 200 : 403);
    assertThat(admin.post("/admin/users", newUser(workspace, granted)).status())
        .isEqualTo(allowed ? 201 : 403);
    Role now = Role.valueOf(platform.get(path(user)).text("role"));
    assertThat(now).isEqualTo(allowed ? granted : Role.USER);
  }

  @ParameterizedTest
  @EnumSource(names = {"ORGANIZATION_ADMIN", "PLATFORM_ADMIN"})
  void userWithARoleAboveTheCallersCannotBeChanged(Role above) {
    User boss = tenants.user(workspace, above);
    ApiClient admin = as(tenants.user(workspace, Role.WORKSPACE_ADMIN));
    assertThat(admin.get(path(boss)).status()).isEqualTo(200);
    ApiResponse refused = admin.patch(path(boss), "{\"role\":\"USER\"}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.sentence()).contains(boss.id(), above.name());
    assertThat(admin.patch(path(boss), "{\"fullName\":\"X\"}").status()).isEqualTo(403);
    assertThat(admin.delete(path(boss)).status()).isEqualTo(403);
    assertThat(admin.post(path(boss) + "/api-keys", "{\"name\":\"k\"}").status()).isEqualTo(403);
    assertThat(admin.delete(path(boss) + "/api-keys/" + UUID.randomUUID()).status()).isEqualTo(403);
  }

  @Test
  void usersOfOtherWorkspacesAreNotFound() {
    User elsewhere = tenants.user(tenants.workspaceIn(organization), Role.USER);
    ApiClient admin = as(tenants.user(workspace, Role.WORKSPACE_ADMIN));
    for (ApiResponse response :
        List.of(
            admin.get(path(elsewhere)),
            admin.patch(path(elsewhere), "{\"role\":\"USER\"}"),
            admin.delete(path(elsewhere)),
            admin.get(path(elsewhere) + "/api-keys"),
            admin.post(path(elsewhere) + "/api-keys", "{\"name\":\"k\"}"),
            admin.post("/admin/users", newUser(elsewhere.workspace().id(), Role.USER)))) {
      assertThat(response.status()).isEqualTo(404);
    }
    assertThat(ids(admin, "/admin/users", "userId")).doesNotContain(elsewhere.id());
  }

  @Test
  void administratorsSeeOnlyWhatTheyAdminister() {
    String second = tenants.workspaceIn(organization);
    User sameOrganization = tenants.user(second, Role.USER);
    User otherOrganization = tenants.user(tenants.workspace(), Role.USER);
    ApiClient inWorkspace = as(tenants.user(workspace, Role.WORKSPACE_ADMIN));
    ApiClient inOrganization = as(tenants.user(workspace, Role.ORGANIZATION_ADMIN));
    assertThat(ids(inWorkspace, "/admin/users?pageSize=1", "userId"))
        .contains(user.id())
        .doesNotContain(sameOrganization.id(), otherOrganization.id());
    assertThat(ids(inWorkspace, "/admin/workspaces", "id")).containsExactly(workspace);
    assertThat(ids(inWorkspace, "/admin/organizations", "code")).containsExactly(organization);
    assertThat(ids(inOrganization, "/admin/users?pageSize=1", "userId"))
        .contains(user.id(), sameOrganization.id())
        .doesNotContain(otherOrganization.id());
    assertThat(ids(inOrganization, "/admin/workspaces?pageSize=1", "id"))
        .containsExactlyInAnyOrder(workspace, second);
    assertThat(ids(inOrganization, "/admin/organizations", "code")).containsExactly(organization);
    assertThat(
            inOrganization.patch(path(sameOrganization), "{\"role\":\"WORKSPACE_ADMIN\"}").status())
        .isEqualTo(200);
    assertThat(inOrganization.get(path(otherOrganization)).status()).isEqualTo(404);
    assertThat(ids(platform, "/admin/users", "userId"))
        .contains(user.id(), sameOrganization.id(), otherOrganization.id());
  }

  @Test
  void administratorCannotChangeItsOwnRoleOrDisableItself() {
    User admin = tenants.user(workspace, Role.PLATFORM_ADMIN);
    ApiClient self = as(admin);
    assertThat(self.patch(path(admin), "{\"role\":\"USER\"}").status()).isEqualTo(403);
    assertThat(self.patch(path(admin), "{\"enabled\":false}").status()).isEqualTo(403);
    assertThat(self.delete(path(admin)).status()).isEqualTo(403);
    assertThat(
            self.patch(path(admin), "{\"fullName\":\"Me\",\"role\":\"PLATFORM_ADMIN\"}").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"rolle\":\"USER\"}",
        "{\"role\":\"KING\"}",
        "{\"role\":5}",
        "{\"fullName\":\"\"}",
        "{\"enabled\":\"no\"}"
      })
  void wrongChangesAreRefused(String body) {
    assertThat(platform.patch(path(user), body).status()).isEqualTo(400);
    assertThat(platform.get(path(user)).body().path("enabled").asBoolean()).isTrue();
  }

  @Test
  void serviceStartsAfterItsFirstAdministratorBecameAUser() {
    User first = defaultWorkspace.administrator();
    User other = tenants.user(workspace, Role.PLATFORM_ADMIN);
    ApiClient client = as(other);
    assertThat(client.patch(path(first), "{\"role\":\"USER\"}").status()).isEqualTo(200);
    try {
      assertThat(defaultWorkspace.administrator().role()).isEqualTo(Role.PLATFORM_ADMIN);
    } finally {
      client.patch(path(first), "{\"role\":\"PLATFORM_ADMIN\"}");
    }
    assertThat(defaultWorkspace.administrator().id()).isEqualTo(first.id());
  }

  @Test
  void workspacesAndOrganizationsAreReadAndRenamed() {
    ApiClient inWorkspace = as(tenants.user(workspace, Role.WORKSPACE_ADMIN));
    ApiClient inOrganization = as(tenants.user(workspace, Role.ORGANIZATION_ADMIN));
    String workspacePath = "/admin/workspaces/" + workspace;
    assertThat(inWorkspace.get(workspacePath).text("name")).isEqualTo("Test workspace");
    assertThat(inWorkspace.patch(workspacePath, "{\"name\":\"Wings\"}").text("name"))
        .isEqualTo("Wings");
    assertThat(inOrganization.get(workspacePath).text("name")).isEqualTo("Wings");
    assertThat(inWorkspace.patch(workspacePath, "{\"name\":\"\"}").status()).isEqualTo(400);
    assertThat(inWorkspace.patch(workspacePath, "{}").sentence()).contains("name");
    String organizationPath = "/admin/organizations/" + organization;
    assertThat(inWorkspace.get(organizationPath).text("name")).isEqualTo("Test organization");
    assertThat(inWorkspace.patch(organizationPath, "{\"name\":\"X\"}").status()).isEqualTo(403);
    assertThat(inOrganization.patch(organizationPath, "{\"name\":\"Aero\"}").text("name"))
        .isEqualTo("Aero");
    assertThat(platform.get(organizationPath).text("name")).isEqualTo("Aero");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin/workspaces/default", "/admin/organizations/default"})
  void workspacesAndOrganizationsOutsideTheScopeAreNotFound(String path) {
    ApiClient inOrganization = as(tenants.user(workspace, Role.ORGANIZATION_ADMIN));
    assertThat(inOrganization.get(path).status()).isEqualTo(404);
    assertThat(inOrganization.patch(path, "{\"name\":\"Mine\"}").status()).isEqualTo(404);
    assertThat(platform.get(path).status()).isEqualTo(200);
    assertThat(platform.get(path + "x").status()).isEqualTo(404);
  }

  private ApiResponse withKey(String key) {
    return ApiClient.at(port).withAuthorization("Token " + key).get("/auth/token");
  }

  private ApiClient as(User caller) {
    return ApiClient.at(port).withKey(tenants.key(caller));
  }

  private static String path(User user) {
    return "/admin/users/" + user.id();
  }

  private static List<String> ids(ApiClient as, String path, String member) {
    return as.all(path).stream().map(item -> item.path(member).asString()).toList();
  }

  private static String newUser(String workspace, Role role) {
    return "{\"workspaceId\":\"%s\",\"email\":\"%s@example.org\",\"fullName\":\"U\",\"role\":\"%s\"}"
        .formatted(workspace, UUID.randomUUID(), role);
  }
}
