package org.openhtc.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.api.ErrorCode;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

@ServiceTest
class TaskIT {
  private static final String NEW = "{\"taskName\":\"t\",\"taskDescription\":\"d\"}";
  private static final String ARCHIVE = "{\"lifecycleStatus\":\"ARCHIVED\"}";
  private static final String ACTIVATE = "{\"lifecycleStatus\":\"ACTIVE\"}";

  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired Tasks tasks;
  @Autowired TaskAccess access;
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;

  User user;
  ApiClient client;
  String project;

  @BeforeEach
  void aProject() {
    String workspace = tenants.workspace();
    user = tenants.user(workspace, Role.USER);
    client = client(user);
    project = project(client(tenants.user(workspace, Role.WORKSPACE_ADMIN)));
  }

  @Test
  void newTaskIsReturnedCompletely() {
    ApiResponse created = client.post(tasksPath(), NEW);
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.text("projectId")).isEqualTo(project);
    assertThat(created.text("taskName")).isEqualTo("t");
    assertThat(created.text("taskDescription")).isEqualTo("d");
    assertThat(created.text("createdBy")).isEqualTo(user.id());
    assertThat(created.text("workspaceId")).isEqualTo(user.workspace().id());
    assertThat(created.text("lifecycleStatus")).isEqualTo("ACTIVE");
    assertThat(created.text("lastActiveAt")).isEqualTo(created.text("createdAt"));
    assertThat(created.body().has("archivedAt")).isFalse();
    assertThat(created.body().has("deletedAt")).isFalse();
    assertThat(created.text("taskFolderPath"))
        .isEqualTo("projects/" + project + "/tasks/" + created.text("taskId"));
    assertThat(client.get(path(created)).body()).isEqualTo(created.body());
  }

  @Test
  void archivedTaskComesBack() {
    ApiResponse created = client.post(tasksPath(), NEW);
    ApiResponse archived = client.patch(path(created), ARCHIVE);
    assertThat(archived.status()).isEqualTo(200);
    assertThat(archived.text("lifecycleStatus")).isEqualTo("ARCHIVED");
    assertThat(archived.text("archivedAt")).isNotEmpty();
    ApiResponse active = client.patch(path(created), ACTIVATE);
    assertThat(active.text("lifecycleStatus")).isEqualTo("ACTIVE");
    assertThat(active.body().has("archivedAt")).isFalse();
    assertThat(Instant.parse(active.text("lastActiveAt")))
        .isAfter(Instant.parse(created.text("lastActiveAt")));
  }

  @Test
  void deletedTaskStaysReadableButLeavesTheList() {
    ApiResponse kept = client.post(tasksPath(), NEW);
    ApiResponse gone = client.post(tasksPath(), NEW);
    ApiResponse deleted = client.delete(path(gone));
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.text("lifecycleStatus")).isEqualTo("DELETED");
    assertThat(deleted.text("deletedAt")).isNotEmpty();
    assertThat(client.get(path(gone)).text("lifecycleStatus")).isEqualTo("DELETED");
    assertThat(listed(tasksPath())).containsExactly(kept.text("taskId"));
  }

  @Test
  void archivedTaskIsListedAndCanBeDeleted() {
    ApiResponse task = client.post(tasksPath(), NEW);
    client.patch(path(task), ARCHIVE);
    assertThat(listed(tasksPath())).containsExactly(task.text("taskId"));
    assertThat(client.delete(path(task)).text("archivedAt")).isNotEmpty();
  }

  @Test
  void stepThatTheStageForbidsIsAConflict() {
    ApiResponse task = client.post(tasksPath(), NEW);
    assertConflict(client.patch(path(task), ACTIVATE));
    client.patch(path(task), ARCHIVE);
    assertConflict(client.patch(path(task), ARCHIVE));
    client.delete(path(task));
    assertConflict(client.patch(path(task), ACTIVATE));
    assertConflict(client.delete(path(task)));
  }

  @Test
  void onlyAnActiveTaskTakesJobs() {
    ApiResponse task = client.post(tasksPath(), NEW);
    String id = task.text("taskId");
    UserCaller caller =
        new UserCaller(user.id(), user.email(), user.workspace().id(), "", Role.USER);
    assertThat(access.accepting(caller, project, id).id()).hasToString(id);
    client.patch(path(task), ARCHIVE);
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> access.accepting(caller, project, id))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
  }

  @Test
  void stageCanNotChangeWhileJobsAreBeingStored() {
    String id = client.post(tasksPath(), NEW).text("taskId");
    UserCaller caller =
        new UserCaller(user.id(), user.email(), user.workspace().id(), "", Role.USER);
    new TransactionTemplate(transactions)
        .executeWithoutResult(storing -> {
          access.accepting(caller, project, id);
          assertThat(isLocked(id)).isTrue();
        });
    assertThat(isLocked(id)).isFalse();
  }

  @Test
  void activityOnlyMovesForward() {
    ApiResponse task = client.post(tasksPath(), NEW);
    UUID id = UUID.fromString(task.text("taskId"));
    Instant later = Instant.parse("2100-01-01T00:00:00Z");
    tasks.touch(id, later);
    tasks.touch(id, later.minusSeconds(1));
    assertThat(client.get(path(task)).text("lastActiveAt")).isEqualTo("2100-01-01T00:00:00Z");
  }

  @Test
  void taskIsFoundInItsOwnProjectOnly() {
    ApiResponse task = client.post(tasksPath(), NEW);
    ApiClient userElsewhere = client(tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN));
    String foreign = project(userElsewhere);
    assertNotFound(userElsewhere.get(path(task)));
    assertNotFound(userElsewhere.delete(path(task)));
    assertNotFound(userElsewhere.post(tasksPath(), NEW));
    assertNotFound(userElsewhere.get("/htc/projects/" + foreign + "/tasks/" + task.text("taskId")));
    assertNotFound(client.get(tasksPath() + "/x"));
    assertNotFound(client.get(tasksPath() + "/" + UUID.randomUUID()));
  }

  @Test
  void pagesHoldEveryTaskOnce() {
    List<String> created =
        java.util.stream.IntStream.range(0, 5)
            .mapToObj(i -> client.post(tasksPath(), NEW).text("taskId"))
            .toList();
    assertThat(listed(tasksPath() + "?pageSize=2")).containsExactlyElementsOf(created);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"taskDescription":""}                | taskName
          {"taskName":"","taskDescription":""}  | taskName
          {"taskName":1,"taskDescription":""}   | taskName
          {"taskName":"t"}                      | taskDescription
          """)
  void refusalNamesTheMemberAndStoresNothing(String body, String member) {
    ApiResponse refused = client.post(tasksPath(), body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).contains(member);
    assertThat(listed(tasksPath())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}
          {"lifecycleStatus":"SLEEPING"}
          {"lifecycleStatus":1}
          """)
  void wrongStageIsNamed(String body) {
    ApiResponse refused = client.patch(path(client.post(tasksPath(), NEW)), body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).contains("lifecycleStatus");
  }

  /** Whether the lock that every change of stage takes would have to wait. */
  private boolean isLocked(String taskId) {
    TransactionTemplate apart = new TransactionTemplate(transactions);
    apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    return apart
        .execute(status ->
            jdbc.sql("SELECT 1 FROM task WHERE id = :id FOR UPDATE SKIP LOCKED")
                .param("id", UUID.fromString(taskId))
                .query(Integer.class)
                .list())
        .isEmpty();
  }

  private List<String> listed(String path) {
    return client.all(path).stream().map(task -> task.path("taskId").asString()).toList();
  }

  private String tasksPath() {
    return "/htc/projects/" + project + "/tasks";
  }

  private String path(ApiResponse task) {
    return tasksPath() + "/" + task.text("taskId");
  }

  private ApiClient client(User someone) {
    return ApiClient.at(port).withKey(tenants.key(someone));
  }

  private static String project(ApiClient admin) {
    return admin
        .post("/htc/projects", "{\"projectName\":\"p\",\"projectDescription\":\"\"}")
        .text("projectId");
  }

  private static void assertConflict(ApiResponse response) {
    assertThat(response.status()).isEqualTo(409);
    assertThat(response.text("error")).isEqualTo("Conflict");
  }

  private static void assertNotFound(ApiResponse response) {
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.text("error")).isEqualTo("NotFound");
  }
}
