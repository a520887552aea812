package org.openhtc.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
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

/**
 * Access to a project for users of its workspace, of another workspace of the same organization,
 * and of another organization.
 */
@ServiceTest
class ProjectAccessIT {
  private static final String NEW = "{\"projectName\":\"p\",\"projectDescription\":\"\"}";
  private static final String ADD = "{\"regions\":[\"AWS_US_EAST_1\"]}";

  @LocalServerPort int port;
  @Autowired Tenants tenants;

  String organization;
  String home;
  String sister;
  String elsewhere;
  ApiClient owner;
  String project;

  @BeforeEach
  void aProject() {
    organization = tenants.organization();
    home = tenants.workspaceIn(organization);
    sister = tenants.workspaceIn(organization);
    elsewhere = tenants.workspace();
    owner = client(home, Role.WORKSPACE_ADMIN);
    project = "/htc/projects/" + owner.post("/htc/projects", NEW).text("projectId");
  }

  @Test
  void usersOfTheWorkspaceSeeIt() {
    assertSees(client(home, Role.USER), 403);
    assertSees(client(home, Role.WORKSPACE_ADMIN), 200);
  }

  @Test
  void administratorsOfTheOrganizationSeeIt() {
    assertSees(client(home, Role.ORGANIZATION_ADMIN), 200);
    assertSees(client(sister, Role.ORGANIZATION_ADMIN), 200);
    assertSees(client(elsewhere, Role.PLATFORM_ADMIN), 200);
  }

  @Test
  void otherCallersDoNotSeeIt() {
    assertHidden(client(sister, Role.USER));
    assertHidden(client(sister, Role.WORKSPACE_ADMIN));
    assertHidden(client(elsewhere, Role.USER));
    assertHidden(client(elsewhere, Role.WORKSPACE_ADMIN));
    assertHidden(client(elsewhere, Role.ORGANIZATION_ADMIN));
  }

  @Test
  void onlyAdministratorsCreateProjects() {
    ApiClient user = client(home, Role.USER);
    ApiResponse refused = user.post("/htc/projects", NEW);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("error")).isEqualTo("Forbidden");
    assertThat(user.all("/htc/projects")).hasSize(1);
  }

  @Test
  void onlyMyProjectsOmitsProjectsOfOtherUsers() {
    ApiClient colleague = client(home, Role.WORKSPACE_ADMIN);
    String own = colleague.post("/htc/projects", NEW).text("projectId");
    assertThat(ids(colleague, "/htc/projects")).hasSize(2);
    assertThat(ids(colleague, "/htc/projects?onlyMyProjects=true")).containsExactly(own);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "00000000-0000-0000-0000-000000000000", "1-1-1-1-1", "%20", "'"})
  void unknownAndMalformedIdsAreNotFound(String id) {
    ApiResponse response = owner.get("/htc/projects/" + id);
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.text("error")).isEqualTo("NotFound");
  }

  private void assertSees(ApiClient caller, int changing) {
    assertThat(caller.get(project).status()).isEqualTo(200);
    assertThat(ids(caller, "/htc/projects")).contains(project.substring("/htc/projects/".length()));
    assertThat(caller.patch(project, ADD).status()).isEqualTo(changing);
    assertThat(caller.get(project + "/tasks").status()).isEqualTo(200);
  }

  private void assertHidden(ApiClient caller) {
    assertThat(caller.get(project).status()).isEqualTo(404);
    assertThat(caller.patch(project, ADD).status()).isEqualTo(404);
    assertThat(caller.get(project + "/tasks").status()).isEqualTo(404);
    assertThat(ids(caller, "/htc/projects"))
        .doesNotContain(project.substring("/htc/projects/".length()));
  }

  private static List<String> ids(ApiClient caller, String path) {
    return caller.all(path).stream().map(p -> p.path("projectId").asString()).toList();
  }

  private ApiClient client(String workspace, Role role) {
    return ApiClient.at(port).withKey(tenants.key(tenants.user(workspace, role)));
  }
}
