package org.openhtc.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
class ProjectLimitIT {
  @LocalServerPort int port;
  @Autowired Tenants tenants;

  private ApiClient admin;
  private ApiClient user;
  private ApiClient outsider;
  private User theUser;
  private String limits;

  @BeforeEach
  void aProject() {
    String workspace = tenants.workspace();
    admin = client(tenants.user(workspace, Role.WORKSPACE_ADMIN));
    theUser = tenants.user(workspace, Role.USER);
    user = client(theUser);
    outsider = client(tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN));
    String project =
        admin
            .post("/htc/projects", "{\"projectName\":\"p\",\"projectDescription\":\"\"}")
            .text("projectId");
    limits = "/htc/projects/" + project + "/limits";
  }

  @Test
  void everyUserOfTheWorkspaceSetsTheLimitOfProjectAdmins() {
    ApiResponse made = user.post(limits, body("PROJECT_ADMIN", 8));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body().get("vCPUs").asInt()).isEqualTo(8);
    assertThat(made.text("modifierRole")).isEqualTo("PROJECT_ADMIN");
    assertThat(made.text("createdBy")).isEqualTo(theUser.id());
    assertThat(limits).contains(made.text("projectId"));
    String one = limits + "/" + made.body().get("id").asInt();
    assertThat(user.get(one).body()).isEqualTo(made.body());
    assertThat(user.patch(one, "{\"vCPUs\":9}").body().get("vCPUs").asInt()).isEqualTo(9);
    assertThat(user.delete(one).status()).isEqualTo(204);
    assertThat(user.get(one).status()).isEqualTo(404);
  }

  @Test
  void secondLimitOfARoleReplacesTheFirst() {
    int first = admin.post(limits, body("PROJECT_ADMIN", 8)).body().get("id").asInt();
    ApiResponse second = admin.post(limits, body("PROJECT_ADMIN", 3));
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.body().get("id").asInt()).isEqualTo(first);
    assertThat(admin.get(limits).body().size()).isEqualTo(1);
    assertThat(admin.get(limits).body().get(0).get("vCPUs").asInt()).isEqualTo(3);
  }

  @Test
  void usersCannotChangeTheLimitOfAnAdministrator() {
    assertThat(user.post(limits, body("WORKSPACE_ADMIN", 8)).status()).isEqualTo(403);
    int id = admin.post(limits, body("WORKSPACE_ADMIN", 8)).body().get("id").asInt();
    assertThat(user.get(limits + "/" + id).status()).isEqualTo(200);
    assertThat(user.patch(limits + "/" + id, "{\"vCPUs\":9}").status()).isEqualTo(403);
    assertThat(user.delete(limits + "/" + id).status()).isEqualTo(403);
  }

  @Test
  void removingAllLimitsRemovesNoneIfOneIsForbidden() {
    user.post(limits, body("PROJECT_ADMIN", 8));
    admin.post(limits, body("WORKSPACE_ADMIN", 8));
    assertThat(user.delete(limits).status()).isEqualTo(403);
    assertThat(user.get(limits).body().size()).isEqualTo(2);
    assertThat(admin.delete(limits).status()).isEqualTo(204);
    assertThat(user.get(limits).body().size()).isZero();
  }

  @Test
  void limitsOfOtherWorkspacesAreNotFound() {
    int id = admin.post(limits, body("PROJECT_ADMIN", 8)).body().get("id").asInt();
    assertThat(outsider.get(limits).status()).isEqualTo(404);
    assertThat(outsider.post(limits, body("PROJECT_ADMIN", 1)).status()).isEqualTo(404);
    assertThat(outsider.delete(limits).status()).isEqualTo(404);
    assertThat(outsider.patch(limits + "/" + id, "{\"vCPUs\":9}").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"modifierRole\":\"PROJECT_ADMIN\"}; vCPUs",
        "{\"vCPUs\":4}; modifierRole",
        "{\"modifierRole\":\"PROJECT_ADMIN\",\"vCPUs\":-1}; vCPUs",
        "{\"modifierRole\":\"PROJECT_ADMIN\",\"vCPUs\":1000000}; vCPUs",
        "{\"modifierRole\":\"KING\",\"vCPUs\":1}; modifierRole"
      })
  void errorNamesTheWrongPropertyAndNothingChanges(String body, String member) {
    ApiResponse response = admin.post(limits, body);
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.sentence()).contains(member);
    assertThat(admin.get(limits).body().size()).isZero();
  }

  @Test
  void platformAdministratorsSetTheWorkspaceLimitAndUsersReadIt() {
    String workspace = theUser.workspace().id();
    String path = "/htc/workspaces/" + workspace + "/limits";
    String admins = "/admin/workspaces/" + workspace + "/limit";
    ApiClient platform = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    assertThat(user.get(path).status()).isEqualTo(404);
    assertThat(admin.put(admins, "{\"vCPUs\":5}").status()).isEqualTo(403);
    assertThat(platform.put(admins, "{\"vCPUs\":5}").status()).isEqualTo(200);
    assertThat(user.get(path).body().get("vCPUs").asInt()).isEqualTo(5);
    assertThat(user.get(path).text("workspaceId")).isEqualTo(workspace);
    assertThat(outsider.get(path).status()).isEqualTo(404);
    assertThat(platform.put(admins, "{\"vCPUs\":-5}").status()).isEqualTo(400);
    assertThat(platform.delete(admins).status()).isEqualTo(204);
    assertThat(user.get(path).status()).isEqualTo(404);
  }

  private ApiClient client(User user) {
    return ApiClient.at(port).withKey(tenants.key(user));
  }

  private static String body(String role, int vcpus) {
    return "{\"modifierRole\":\"%s\",\"vCPUs\":%d}".formatted(role, vcpus);
  }
}
