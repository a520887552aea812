package org.openhtc.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Setting and reading policies; {@code RetentionIT} tests their effect. */
@ServiceTest
class RetentionPolicyIT {
  private static final String WEEK_THEN_DAY = "{\"archiveAfter\":168,\"deleteAfter\":24}";
  private static final String OFF = "{\"archiveAfter\":0,\"deleteAfter\":0}";

  @LocalServerPort int port;
  @Autowired Tenants tenants;

  private String organization;
  private String workspace;
  private ApiClient admin;
  private ApiClient user;
  private String project;
  private String ofProject;
  private String ofWorkspace;

  @BeforeEach
  void aProject() {
    organization = tenants.organization();
    workspace = tenants.workspaceIn(organization);
    admin = client(workspace, Role.WORKSPACE_ADMIN);
    user = client(workspace, Role.USER);
    project =
        admin
            .post("/htc/projects", "{\"projectName\":\"p\",\"projectDescription\":\"\"}")
            .text("projectId");
    ofProject = "/htc/projects/" + project + "/task-retention-policy";
    ofWorkspace = "/htc/workspaces/" + workspace + "/task-retention-policy";
  }

  @Test
  void thereIsNoneUntilOneIsSet() {
    for (String path : List.of(ofProject, ofWorkspace)) {
      ApiResponse response = user.get(path);
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.text("error")).isEqualTo("NotFound");
      assertThat(response.sentence()).contains("retention policy");
    }
    assertThat(admin.delete(ofProject).status()).isEqualTo(404);
  }

  @Test
  void aProjectsPolicyIsSetReadReplacedAndRemoved() {
    ApiResponse set = admin.put(ofProject, WEEK_THEN_DAY);
    assertThat(set.status()).isEqualTo(201);
    assertThat(set.text("projectId")).isEqualTo(project);
    assertThat(set.body().path("archiveAfter").asInt()).isEqualTo(168);
    assertThat(set.body().path("deleteAfter").asInt()).isEqualTo(24);
    assertThat(set.text("createdAt")).endsWith("Z");
    assertThat(user.get(ofProject).body()).isEqualTo(set.body());
    assertThat(user.get(ofWorkspace).status()).isEqualTo(404);
    assertThat(admin.put(ofProject, OFF).status()).isEqualTo(201);
    assertThat(user.get(ofProject).body().path("archiveAfter").asInt(-1)).isZero();
    assertThat(admin.delete(ofProject).status()).isEqualTo(204);
    assertThat(user.get(ofProject).status()).isEqualTo(404);
  }

  @Test
  void aWorkspacesPolicyIsSetReadAndReplaced() {
    ApiResponse set = admin.put(ofWorkspace, WEEK_THEN_DAY);
    assertThat(set.status()).isEqualTo(201);
    assertThat(set.text("workspaceId")).isEqualTo(workspace);
    assertThat(user.get(ofWorkspace).body()).isEqualTo(set.body());
    assertThat(user.get(ofProject).status()).isEqualTo(404);
    ApiResponse off = admin.put(ofWorkspace, OFF);
    assertThat(user.get(ofWorkspace).body()).isEqualTo(off.body());
    assertThat(off.body().path("deleteAfter").asInt(-1)).isZero();
  }

  @Test
  void onlyAdministratorsChangePolicies() {
    assertThat(user.put(ofProject, OFF).status()).isEqualTo(403);
    assertThat(user.delete(ofProject).status()).isEqualTo(403);
    assertThat(user.put(ofWorkspace, OFF).status()).isEqualTo(403);
    assertThat(user.get(ofProject).status()).isEqualTo(404);
    assertThat(user.get(ofWorkspace).status()).isEqualTo(404);
  }

  @Test
  void administratorsOfTheOrganizationAndThePlatformMayToo() {
    String sister = tenants.workspaceIn(organization);
    for (ApiClient higher :
        List.of(
            client(sister, Role.ORGANIZATION_ADMIN),
            client(tenants.workspace(), Role.PLATFORM_ADMIN))) {
      assertThat(higher.put(ofProject, OFF).status()).isEqualTo(201);
      assertThat(higher.put(ofWorkspace, OFF).status()).isEqualTo(201);
    }
  }

  @Test
  void usersOfOtherWorkspacesDoNotSeeThem() {
    admin.put(ofProject, WEEK_THEN_DAY);
    admin.put(ofWorkspace, WEEK_THEN_DAY);
    for (ApiClient userElsewhere :
        List.of(
            client(tenants.workspaceIn(organization), Role.WORKSPACE_ADMIN),
            client(tenants.workspace(), Role.ORGANIZATION_ADMIN))) {
      for (String path :
          List.of(ofProject, ofWorkspace, "/htc/workspaces/x/task-retention-policy")) {
        assertThat(userElsewhere.get(path).status()).isEqualTo(404);
        assertThat(userElsewhere.put(path, OFF).status()).isEqualTo(404);
      }
      assertThat(userElsewhere.delete(ofProject).status()).isEqualTo(404);
    }
    assertThat(user.get(ofProject).body().path("archiveAfter").asInt()).isEqualTo(168);
    assertThat(user.get(ofWorkspace).body().path("archiveAfter").asInt()).isEqualTo(168);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"deleteAfter":1}                         | archiveAfter is missing.
          {"archiveAfter":1}                        | deleteAfter is missing.
          {"archiveAfter":-1,"deleteAfter":1}       | archiveAfter '-1' is not from 0 to 876000 hours.
          {"archiveAfter":1,"deleteAfter":876001}   | deleteAfter '876001' is not from 0 to 876000 hours.
          {"archiveAfter":1.5,"deleteAfter":1}      | archiveAfter
          {"archiveAfter":"soon","deleteAfter":1}   | archiveAfter
          {"archiveAfter":1,"deleteAfter":99999999999} | deleteAfter is not a whole number in range.
          """)
  void refusalNamesTheMemberAndStoresNothing(String body, String complaint) {
    for (String path : List.of(ofProject, ofWorkspace)) {
      ApiResponse refused = admin.put(path, body);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.sentence()).contains(complaint);
      assertThat(admin.get(path).status()).isEqualTo(404);
    }
  }

  private ApiClient client(String in, Role role) {
    return ApiClient.at(port).withKey(tenants.key(tenants.user(in, role)));
  }
}
