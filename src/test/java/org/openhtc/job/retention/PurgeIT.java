package org.openhtc.job.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.job.log.JobLogRemoval;
import org.openhtc.sql.SqlTime;
import org.openhtc.storage.Folders;
import org.openhtc.storage.ObjectStore;
import org.openhtc.task.Tasks;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** When ended jobs are removed; the test sets the clock. */
@Scenario
class PurgeIT {
  private static final Duration MOMENT = Duration.ofNanos(1000);
  private static final Duration KEPT = Duration.ofDays(60);
  @Autowired PurgeStore purges;
  @Autowired PurgeSettings settings;
  @Autowired JobLogRemoval logs;
  @Autowired Tasks tasks;
  @Autowired TransactionTemplate transaction;
  @Autowired ObjectStore store;
  @Autowired JdbcClient jdbc;

  @Autowired TestTask task;
  private UUID project;

  @BeforeEach
  void readProject() {
    project = task.projectId();
  }

  @Test
  void anEndedBatchIsRemovedExactlyOnTimeWithRowsEventsAndLogs() {
    assertThat(settings.after()).isEqualTo(KEPT);
    String batch = task.submit(2, script(TestTask.LARGE_OUTPUT));
    task.awaitCounts(Map.of("SUCCEEDED", 2));
    await().atMost(Timeouts.STEP).until(() -> store.get(log(batch, 0)).isPresent());
    await().atMost(Timeouts.STEP).until(() -> store.get(log(batch, 1)).isPresent());
    jdbc.sql("insert into job_log (batch_id, index, attempt, gzip) values (:id, 0, 2, ''::bytea)")
        .param("id", UUID.fromString(batch))
        .update();
    assertThat(rows("job_large_log", batch)).isEqualTo(2);
    String waiting = task.submit(3, huge());
    Instant end = end(batch);
    purgeAt(end.plus(KEPT).minus(MOMENT));
    task.awaitCounts(Map.of("SUCCEEDED", 2, "RUNNABLE", 3));
    assertThat(task.events(batch, 0)).isNotEmpty();
    purgeAt(end.plus(KEPT));
    assertThat(task.counts()).isEqualTo(Map.of("RUNNABLE", 3));
    assertThat(task.api.get(task.path + "/jobs/" + batch + ":0").status()).isEqualTo(404);
    assertThat(task.api.get(task.path + "/jobs/" + batch + ":0/events").status()).isEqualTo(404);
    assertThat(rows("job", batch) + rows("job_event", batch) + rows("job_log", batch)).isZero();
    assertThat(rows("job_large_log", batch)).isZero();
    assertThat(store.get(log(batch, 0))).isEmpty();
    assertThat(store.get(log(batch, 1))).isEmpty();
    assertThat(task.job(waiting, 0).path("status").asString()).isEqualTo("RUNNABLE");
  }

  @Test
  void aBatchStaysWhileOneOfItsJobsHasNotEnded() {
    String batch = task.submit(2, script("[ $AWS_BATCH_JOB_ARRAY_INDEX = 0 ] || sleep 300"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    purgeAt(Instant.parse(completedAt(batch, 0)).plus(KEPT.multipliedBy(10)));
    assertThat(task.job(batch, 0).path("status").asString()).isEqualTo("SUCCEEDED");
  }

  @Test
  void theTaskKeepsItsLastActivity() {
    String batch = cancelled(2);
    String before = task.api.get(task.path).text("lastActiveAt");
    assertThat(before).isEqualTo(completedAt(batch, 0));
    purgeAt(end(batch).plus(KEPT));
    assertThat(task.counts()).isEmpty();
    assertThat(task.api.get(task.path).text("lastActiveAt")).isEqualTo(before);
  }

  @Test
  void aBatchStaysWhileTheObjectStoreIsUnreachable() {
    String batch = cancelled(1);
    Instant due = end(batch).plus(KEPT);
    purgeAt(due, (project, task, id) -> false);
    assertThat(task.counts()).isEqualTo(Map.of("FAILED", 1));
    purgeAt(due, (project, task, id) -> true);
    assertThat(task.counts()).isEmpty();
  }

  @Test
  void batchesWhoseLogsCanNotBeRemovedDelayNoOthers() {
    List<String> failing = batches(4, 1);
    task.cancel();
    task.awaitCounts(Map.of("FAILED", 4));
    SettableClock then = new SettableClock();
    then.advance(Duration.between(then.instant(), end(cancelled(1)).plus(KEPT)));
    BatchPurger purge = purge(then, (project, task, id) -> !failing.contains(id.toString()));
    round(purge);
    round(purge);
    assertThat(task.counts()).isEqualTo(Map.of("FAILED", 4));
    failing.clear();
    then.advance(Duration.ofMinutes(11));
    round(purge);
    assertThat(task.counts()).isEmpty();
  }

  @Test
  void thousandsOfBatchesAreRemovedInPortions() {
    for (int call = 0; call < 3; call++) {
      assertThat(batches(100, 250)).hasSize(100);
    }
    task.cancel();
    task.awaitCounts(Map.of("FAILED", 75_000));
    BatchPurger purge = purge(lastEnd().plus(KEPT), (project, task, id) -> true);
    int left = 75_000;
    while (left > 0) {
      assertThat(purge.portion()).isTrue();
      int now = task.counts().getOrDefault("FAILED", 0);
      assertThat(left - now).isLessThanOrEqualTo(10_000);
      left = now;
    }
  }

  @Test
  void submissionsDoNotWaitForAPurge() {
    String batch = cancelled(1);
    task.submit(1, huge());
    BatchPurger purge = purge(end(batch).plus(KEPT), logs);
    transaction.executeWithoutResult(purging -> {
      purge.portion();
      assertThat(rows("job_batch", "id", batch)).isZero();
      task.submit(1, huge());
      task.cancel();
    });
    assertThat(task.counts()).isEqualTo(Map.of("FAILED", 2));
  }

  @Test
  void jobsOfADeletedTaskAreRemovedAutomatically() {
    String batch = task.submit(2, script("echo hello"));
    task.awaitCounts(Map.of("SUCCEEDED", 2));
    String never = cancelled(5);
    task.submitOnce("k", 1, huge());
    task.cancel();
    assertThat(task.api.delete(task.path).status()).isEqualTo(200);
    await().until(() -> task.counts().isEmpty());
    assertThat(task.api.all(task.path + "/jobs")).isEmpty();
    for (String id : List.of(batch, never)) {
      assertThat(rows("job_batch", "id", id) + rows("job", id) + rows("job_event", id)).isZero();
    }
    await().until(() -> rows("job_purge", "task_id", task.id().toString()) == 0);
    assertThat(rows("idempotency_key", "task_id", task.id().toString())).isZero();
  }

  @Test
  void jobsOfADeletedTaskAreRemovedAlsoIfTheClockWasSetBack() {
    String batch = cancelled(1);
    jdbc.sql("update job_batch set updated_at = updated_at + interval '1 hour' where id = :id")
        .param("id", UUID.fromString(batch))
        .update();
    assertThat(task.api.delete(task.path).status()).isEqualTo(200);
    await().until(() -> rows("job_purge", "task_id", task.id().toString()) == 0);
    assertThat(rows("job_batch", "id", batch)).isZero();
  }

  @Test
  void otherTasksKeepTheirJobs() {
    TestTask other = TestTask.in(task.api);
    String kept = other.submit(1, huge());
    other.cancel();
    cancelled(1);
    assertThat(task.api.delete(task.path).status()).isEqualTo(200);
    await().until(() -> task.counts().isEmpty());
    assertThat(other.job(kept, 0).path("status").asString()).isEqualTo("FAILED");
  }

  private BatchPurger purge(Instant moment, JobLogRemoval removal) {
    return purge(Clock.fixed(moment, ZoneOffset.UTC), removal);
  }

  private BatchPurger purge(Clock clock, JobLogRemoval removal) {
    return new BatchPurger(purges, removal, tasks, settings, clock);
  }

  /** What the loop does at that moment. */
  private void purgeAt(Instant moment) {
    purgeAt(moment, logs);
  }

  private void purgeAt(Instant moment, JobLogRemoval removal) {
    round(purge(moment, removal));
  }

  private static void round(BatchPurger purge) {
    boolean more = true;
    while (more) {
      more = purge.portion();
    }
  }

  /** A batch whose jobs were cancelled before they were placed. */
  private String cancelled(int size) {
    String batch = task.submit(size, huge());
    task.cancel();
    task.awaitStatus(batch, 0, "FAILED");
    return batch;
  }

  private List<String> batches(int count, int size) {
    List<Map<String, Object>> request = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      request.add(Map.of("batchSize", size, "htcJobDefinition", huge()));
    }
    return task.post("", request).body().findValuesAsString("parentJobId");
  }

  /** No host has so much memory, so these jobs never start. */
  private static Map<String, Object> huge() {
    Map<String, Object> definition = script("true");
    definition.put("maxMemory", 235_520);
    return definition;
  }

  private Instant end(String batch) {
    return jdbc.sql("select ended_at from job_batch where id = :id")
        .param("id", UUID.fromString(batch))
        .query((row, n) -> SqlTime.required(row, "ended_at"))
        .single();
  }

  /** A cancellation is done in portions, which do not end the batches in their order. */
  private Instant lastEnd() {
    return jdbc.sql("select max(ended_at) as ended_at from job_batch where task_id = :task")
        .param("task", task.id())
        .query((row, n) -> SqlTime.required(row, "ended_at"))
        .single();
  }

  private String completedAt(String batch, int index) {
    return task.job(batch, index).path("completedAt").asString();
  }

  private String log(String batch, int index) {
    return Folders.logs(project, task.id()) + "%s/%d/1.log.gz".formatted(batch, index);
  }

  private int rows(String table, String batch) {
    return rows(table, "batch_id", batch);
  }

  private int rows(String table, String column, String id) {
    return jdbc.sql("select count(*) from %s where %s = :id".formatted(table, column))
        .param("id", UUID.fromString(id))
        .query(Integer.class)
        .single();
  }
}
