package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.JobTokenRequestBuilder.aJobTokenRequest;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.workspace.User;
import org.openhtc.workspace.Workspace;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceTest
class JobTokenIT {
  private static final String NEW_TASK = "{\"taskName\":\"t\",\"taskDescription\":\"\"}";

  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired JobTokens jobTokens;

  User admin;
  ApiClient person;
  String project;
  String task;

  @BeforeEach
  void aTask() {
    admin = tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN);
    person = ApiClient.at(port).withKey(tenants.key(admin));
    project =
        "/htc/projects/"
            + person
                .post("/htc/projects", "{\"projectName\":\"p\",\"projectDescription\":\"\"}")
                .text("projectId");
    task = project + "/tasks/" + person.post(project + "/tasks", NEW_TASK).text("taskId");
  }

  @Test
  void jobReadsItsOwnTaskAndIdentity() {
    ApiClient job = ApiClient.at(port).withToken(tokens().bearer());
    assertThat(job.get(task).status()).isEqualTo(200);
    assertThat(job.withoutBasePath().get(task).status()).isEqualTo(200);
    assertThat(job.get(task.replace("/tasks/", "/%74asks/")).status()).isEqualTo(200);
    assertThat(job.get("/auth/whoami").body().path("user").path("userId").asString())
        .isEqualTo(admin.id());
    JsonNode payload = job.get("/auth/token/whoami").body();
    assertThat(payload.path("jobId").asString()).isEqualTo("batch:7");
    assertThat(payload.path("attempt").asInt()).isEqualTo(2);
    assertThat(payload.path("userDefined_team").asString()).isEqualTo("blue");
    assertThat(payload.path("groups").toString()).isEqualTo("[\"USER\"]");
  }

  @Test
  void jobMayDoNothingElse() {
    ApiClient job = ApiClient.at(port).withToken(tokens().bearer());
    String other = project + "/tasks/" + person.post(project + "/tasks", NEW_TASK).text("taskId");
    assertForbidden(job.get(project));
    assertForbidden(job.get("/htc/projects"));
    assertForbidden(job.get(project + "/tasks"));
    assertForbidden(job.get(other));
    assertForbidden(job.delete(task));
    assertForbidden(job.patch(task, "{\"lifecycleStatus\":\"ARCHIVED\"}"));
    assertForbidden(job.post(project + "/tasks", NEW_TASK));
    assertForbidden(job.withoutBasePath().get("/htc/projects"));
    assertThat(person.get(task).text("lifecycleStatus")).isEqualTo("ACTIVE");
  }

  @Test
  void refreshTokenIsExchangedForABearerTokenWithTheSameClaims() {
    JobTokenPair pair = tokens();
    ApiResponse response =
        ApiClient.at(port).withAuthorization("Refresh " + pair.refresh()).get("/auth/token");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body().path("expiresIn").asLong()).isBetween(3590L, 3600L);
    ApiClient renewed = ApiClient.at(port).withToken(response.text("tokenValue"));
    assertThat(renewed.get(task).status()).isEqualTo(200);
    assertForbidden(renewed.get(project));
    JsonNode payload = renewed.get("/auth/token/whoami").body();
    assertThat(payload.path("userDefined_team").asString()).isEqualTo("blue");
    assertThat(payload.path("workspaceId").asString()).isEqualTo(admin.workspace().id());
  }

  @Test
  void jobOfADisabledUserKeepsItsAccess() {
    JobTokenPair pair = tokens();
    ApiClient platform = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    assertThat(platform.delete("/admin/users/" + admin.id()).status()).isEqualTo(204);
    assertThat(person.get(task).status()).isEqualTo(401);
    ApiClient job = ApiClient.at(port).withToken(pair.bearer());
    assertThat(job.get(task).status()).isEqualTo(200);
    assertThat(
            ApiClient.at(port)
                .withAuthorization("Refresh " + pair.refresh())
                .get("/auth/token")
                .status())
        .isEqualTo(200);
  }

  @Test
  void jobOfAnAdministratorBelongsToTheWorkspaceOfItsProject() {
    User platformAdmin = tenants.user(tenants.workspace(), Role.PLATFORM_ADMIN);
    Workspace workspace = admin.workspace();
    ApiClient.at(port)
        .withKey(ServiceTest.ADMIN_KEY)
        .patch("/admin/workspaces/" + workspace.id(), "{\"name\":\"Wind tunnel\"}");
    JobTokenPair pair = tokens(platformAdmin, Map.of());
    ApiClient job = ApiClient.at(port).withToken(pair.bearer());
    assertThat(job.get("/auth/token/whoami").text("workspaceId")).isEqualTo(workspace.id());
    assertThat(job.get("/auth/token/whoami").text("workspaceName")).isEqualTo("Wind tunnel");
    JsonNode user = job.get("/auth/whoami").body().path("user");
    assertThat(user.path("userId").asString()).isEqualTo(platformAdmin.id());
    assertThat(user.path("workspace").path("id").asString()).isEqualTo(workspace.id());
    assertThat(user.path("workspace").path("name").asString()).isEqualTo("Wind tunnel");
    assertThat(user.path("organization").path("code").asString())
        .isEqualTo(workspace.organizationCode());
    ApiClient renewal = ApiClient.at(port).withAuthorization("Refresh " + pair.refresh());
    ApiClient renewed = ApiClient.at(port).withToken(renewal.get("/auth/token").text("tokenValue"));
    assertThat(renewed.get("/auth/token/whoami").text("workspaceName")).isEqualTo("Wind tunnel");
  }

  @Test
  void jobOfAnAdministratorHasNoFlagOfItsRole() {
    User platformAdmin = tenants.user(tenants.workspace(), Role.PLATFORM_ADMIN);
    ApiClient job = ApiClient.at(port).withToken(tokens(platformAdmin, Map.of()).bearer());
    JsonNode user = job.get("/auth/whoami").body().path("user");
    for (String flag : List.of("isRescaleAdmin", "isOrganizationAdmin", "isWorkspaceAdmin")) {
      assertThat(user.path(flag).asBoolean(true)).as(flag).isFalse();
    }
  }

  @Test
  void claimsOfTheSubmitterDoNotReplaceOtherClaims() {
    JobTokenPair pair = tokens(Map.of("jobId", "another", "sub", "another"));
    JsonNode payload = ApiClient.at(port).withToken(pair.bearer()).get("/auth/token/whoami").body();
    assertThat(payload.path("jobId").asString()).isEqualTo("batch:7");
    assertThat(payload.path("sub").asString()).isEqualTo(admin.id());
    assertThat(payload.path("userDefined_jobId").asString()).isEqualTo("another");
  }

  private JobTokenPair tokens() {
    return tokens(Map.of("team", "blue"));
  }

  private JobTokenPair tokens(Map<String, String> claims) {
    return tokens(admin, claims);
  }

  private JobTokenPair tokens(User submitter, Map<String, String> claims) {
    String[] path = task.split("/");
    return jobTokens.issue(
        aJobTokenRequest(submitter, "batch:7")
            .workspace(admin.workspace().id())
            .task(UUID.fromString(path[3]), UUID.fromString(path[5]))
            .attempt(2)
            .claims(claims)
            .build());
  }

  private static void assertForbidden(ApiResponse response) {
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.text("error")).isEqualTo("Forbidden");
  }
}
