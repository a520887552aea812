package org.openhtc.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.api.Role;
import org.openhtc.storage.Folders;
import org.openhtc.storage.ObjectStore;
import org.openhtc.task.DueTaskStore.Step;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Retention policies archive and delete tasks; the tests set the clock. */
@ServiceTest
class RetentionIT {
  private static final Duration MOMENT = Duration.ofNanos(1000);

  private static final String ACTIVATE = "{\"lifecycleStatus\":\"ACTIVE\"}";

  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired SettableClock clock;
  @Autowired DueTaskStore due;
  @Autowired Tasks tasks;
  @Autowired TaskAccess access;
  @Autowired JobActivity jobs;
  @Autowired TransactionTemplate transaction;
  @Autowired ObjectStore store;
  @Autowired JdbcClient jdbc;

  private User admin;
  private ApiClient api;
  private TestTask task;
  private UUID project;
  private Instant created;

  @BeforeEach
  void aTask() {
    admin = tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN);
    api = ApiClient.at(port).withKey(tenants.key(admin));
    task = TestTask.in(api);
    project = task.projectId();
    created = moment("createdAt");
  }

  @AfterEach
  void cancelAllJobs() {
    task.cancel();
  }

  @Test
  void idleTaskIsArchivedAndArchivedTaskDeletedExactlyOnTime() {
    workspacePolicy(2, 3);
    retentionAt(created.plus(hours(2)).minus(MOMENT));
    assertStage("ACTIVE");
    retentionAt(created.plus(hours(2)));
    assertStage("ARCHIVED");
    assertThat(moment("archivedAt")).isEqualTo(created.plus(hours(2)));
    retentionAt(created.plus(hours(5)).minus(MOMENT));
    assertStage("ARCHIVED");
    retentionAt(created.plus(hours(5)));
    assertStage("DELETED");
    assertThat(moment("deletedAt")).isEqualTo(created.plus(hours(5)));
    assertThat(task.post("", List.of(Map.of("htcJobDefinition", huge()))).status()).isEqualTo(409);
  }

  @Test
  void withoutAPolicyTasksStay() {
    retentionAt(created.plus(Duration.ofDays(36_500)));
    assertStage("ACTIVE");
  }

  @Test
  void zeroIsNever() {
    workspacePolicy(0, 1);
    retentionAt(created.plus(Duration.ofDays(3650)));
    assertStage("ACTIVE");
    workspacePolicy(1, 0);
    retentionAt(created.plus(hours(1)));
    retentionAt(created.plus(Duration.ofDays(3650)));
    assertStage("ARCHIVED");
  }

  @Test
  void theProjectsPolicyCountsInsteadOfTheWorkspaces() {
    workspacePolicy(1, 1);
    projectPolicy(5, 4);
    retentionAt(created.plus(hours(5)).minus(MOMENT));
    assertStage("ACTIVE");
    retentionAt(created.plus(hours(5)));
    assertStage("ARCHIVED");
    retentionAt(created.plus(hours(9)).minus(MOMENT));
    assertStage("ARCHIVED");
    retentionAt(created.plus(hours(9)));
    assertStage("DELETED");
  }

  @Test
  void offInTheProjectReplacesThePolicyOfTheWorkspace() {
    workspacePolicy(1, 1);
    projectPolicy(0, 0);
    retentionAt(created.plus(Duration.ofDays(3650)));
    assertStage("ACTIVE");
    assertThat(api.delete(policyOfProject()).status()).isEqualTo(204);
    retentionAt(created.plus(hours(1)));
    assertStage("ARCHIVED");
  }

  @Test
  void aTaskMadeActiveAgainCountsFromThen() {
    workspacePolicy(1, 1);
    retentionAt(created.plus(hours(1)));
    clock.advance(hours(1).plusMinutes(30));
    assertThat(api.patch(task.path, ACTIVATE).status()).isEqualTo(200);
    Instant again = moment("lastActiveAt");
    assertThat(again).isAfter(created.plus(hours(1)));
    retentionAt(again.plus(hours(1)).minus(MOMENT));
    assertStage("ACTIVE");
    retentionAt(again.plus(hours(1)));
    retentionAt(again.plus(hours(2)).minus(MOMENT));
    assertStage("ARCHIVED");
    retentionAt(again.plus(hours(2)));
    assertStage("DELETED");
  }

  @Test
  void jobsThatComeCountAsActivity() {
    clock.advance(Duration.ofMinutes(5));
    task.submit(1, huge());
    assertThat(moment("lastActiveAt")).isAfterOrEqualTo(created.plus(Duration.ofMinutes(5)));
  }

  @Test
  void liveJobsKeepATaskActiveAndTheirEndCounts() {
    String batch = task.submit(3, huge());
    workspacePolicy(1, 1);
    clock.advance(hours(1).plusMinutes(1));
    retentionAt(clock.instant());
    assertStage("ACTIVE");
    clock.advance(Duration.ofMinutes(10));
    task.cancel();
    task.awaitStatus(batch, 0, "FAILED");
    Instant end = Instant.parse(task.job(batch, 0).path("completedAt").asString());
    assertThat(moment("lastActiveAt")).isEqualTo(end);
    retentionAt(end.plus(hours(1)).minus(MOMENT));
    assertStage("ACTIVE");
    retentionAt(end.plus(hours(1)));
    assertStage("ARCHIVED");
  }

  @Test
  void filesAndLogsOfADeletedTaskGoWithIt() {
    TestImages.busybox(TestEngine.ENDPOINT);
    String batch = task.submit(1, TestTask.script(TestTask.LARGE_OUTPUT + "; echo hello"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    String log = Folders.logs(project, task.id()) + batch + "/0/1.log.gz";
    await().atMost(Timeouts.STEP).until(() -> store.get(log).isPresent());
    String file = Folders.task(project, task.id()) + "out/result";
    String shared = Folders.shared(project) + "input";
    store.put(file, "1".getBytes(UTF_8));
    store.put(shared, "2".getBytes(UTF_8));
    workspacePolicy(1, 1);
    Instant end = moment("lastActiveAt");
    retentionAt(end.plus(hours(1)));
    assertStage("ARCHIVED");
    assertThat(store.get(file)).isPresent();
    assertThat(task.log(batch, 0)).endsWith("hello");
    retentionAt(end.plus(hours(2)));
    assertStage("DELETED");
    await()
        .atMost(Timeouts.STEP)
        .until(() -> store.get(file).isEmpty() && store.get(log).isEmpty());
    assertThat(store.get(shared)).isPresent();
  }

  @Test
  void aTaskThatIsTakingJobsAtThatMomentIsLeftAlone() {
    workspacePolicy(1, 1);
    transaction.executeWithoutResult(storing -> {
      access.accepting(caller(), project.toString(), task.id().toString());
      CompletableFuture.runAsync(() -> retentionAt(created.plus(hours(1)))).join();
    });
    assertStage("ACTIVE");
    retentionAt(created.plus(hours(1)));
    assertStage("ARCHIVED");
  }

  @Test
  void aTaskThatChangedSinceItWasFoundIsCheckedAgain() {
    workspacePolicy(1, 1);
    Instant idle = created.plus(hours(1));
    assertThat(due.find(Step.ARCHIVE, idle, 1000)).contains(task.id());
    tasks.touch(task.id(), created.plus(MOMENT));
    assertThat(locked(Step.ARCHIVE, idle)).isEmpty();
    retentionAt(idle.plus(MOMENT));
    Instant old = idle.plus(MOMENT).plus(hours(1));
    assertThat(due.find(Step.DELETE, old, 1000)).contains(task.id());
    api.patch(task.path, ACTIVATE);
    assertThat(locked(Step.DELETE, old)).isEmpty();
    assertStage("ACTIVE");
  }

  @Test
  void moreThanAPortionGoesInOneRound() {
    workspacePolicy(1, 1);
    copies(600);
    retentionAt(created.plus(hours(1)));
    assertThat(inStage("ARCHIVED")).isEqualTo(601);
    retentionAt(created.plus(hours(2)));
    assertThat(inStage("DELETED")).isEqualTo(601);
  }

  @Test
  void tasksThatAreNotDueAreNotReadHoweverManyThereAre() {
    workspacePolicy(1, 1);
    projectPolicy(0, 0);
    copies(5000);
    Instant later = created.plus(hours(3));
    assertThat(read(() -> due.find(Step.ARCHIVE, later, 500))).isLessThan(1000);
    jdbc.sql(
            "UPDATE task SET lifecycle_status = 'ARCHIVED', archived_at = created_at"
                + " WHERE project_id = :project")
        .param("project", project)
        .update();
    assertThat(read(() -> due.find(Step.DELETE, later, 500))).isLessThan(1000);
    jdbc.sql("DELETE FROM task WHERE project_id = :project AND id <> :own")
        .param("project", project)
        .param("own", task.id())
        .update();
  }

  @Test
  void theServiceCarriesItOutByItself() {
    workspacePolicy(1, 1);
    clock.advance(hours(1));
    await().untilAsserted(() -> assertStage("ARCHIVED"));
    clock.advance(hours(1));
    await().untilAsserted(() -> assertStage("DELETED"));
  }

  /** Tasks like ours in the same project. */
  private void copies(int count) {
    jdbc.sql(
            """
            INSERT INTO task (id, project_id, workspace_id, name, description, created_by,
                              created_at, last_active_at, lifecycle_status)
            SELECT uuidv7(), project_id, workspace_id, name, '', created_by, created_at,
                   last_active_at, 'ACTIVE'
            FROM task, generate_series(1, :count) WHERE id = :id
            """)
        .param("id", task.id())
        .param("count", count)
        .update();
  }

  /** The number of rows of tasks that the database reads meanwhile. */
  private long read(Runnable look) {
    jdbc.sql("ANALYZE task").update();
    return transaction.execute(status -> {
      long before = readSoFar();
      look.run();
      return readSoFar() - before;
    });
  }

  private long readSoFar() {
    return jdbc.sql(
            """
            SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables
            WHERE relname = 'task'
            """)
        .query(Long.class)
        .single();
  }

  /** What the loop does when it comes round at that moment. */
  private void retentionAt(Instant moment) {
    Clock then = Clock.fixed(moment, ZoneOffset.UTC);
    TaskRetention retention = new TaskRetention(due, tasks, jobs, transaction, then);
    boolean more = true;
    while (more) {
      more = retention.portion();
    }
  }

  private List<TaskRow> locked(Step step, Instant moment) {
    return transaction.execute(status -> due.lock(step, List.of(task.id()), moment));
  }

  private void workspacePolicy(int archiveAfter, int deleteAfter) {
    put(
        "/htc/workspaces/" + admin.workspace().id() + "/task-retention-policy",
        archiveAfter,
        deleteAfter);
  }

  private void projectPolicy(int archiveAfter, int deleteAfter) {
    put(policyOfProject(), archiveAfter, deleteAfter);
  }

  private String policyOfProject() {
    return "/htc/projects/" + project + "/task-retention-policy";
  }

  private void put(String path, int archiveAfter, int deleteAfter) {
    String body = "{\"archiveAfter\":%d,\"deleteAfter\":%d}".formatted(archiveAfter, deleteAfter);
    ApiResponse response = api.put(path, body);
    assertThat(response.status()).as(response.sentence()).isEqualTo(201);
  }

  private void assertStage(String stage) {
    assertThat(api.get(task.path).text("lifecycleStatus")).isEqualTo(stage);
  }

  private Instant moment(String member) {
    return Instant.parse(api.get(task.path).text(member));
  }

  private int inStage(String stage) {
    return jdbc.sql("SELECT count(*) FROM task WHERE project_id = :p AND lifecycle_status = :s")
        .param("p", project)
        .param("s", stage)
        .query(Integer.class)
        .single();
  }

  /** No host here has so much memory: such jobs wait for ever. */
  private static Map<String, Object> huge() {
    Map<String, Object> definition = TestTask.script("true");
    definition.put("maxMemory", 235_520);
    return definition;
  }

  private UserCaller caller() {
    return new UserCaller(
        admin.id(), admin.email(), admin.workspace().id(), "", Role.WORKSPACE_ADMIN);
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }
}
