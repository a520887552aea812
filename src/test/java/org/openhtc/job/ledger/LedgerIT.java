package org.openhtc.job.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobStatus;
import org.openhtc.job.JobWorld;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The ledger of correct jobs has no discrepancies, and a changed row is found. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerIT {
  private static final int JOBS = 6;
  private static final Duration INTERVAL = Duration.ofHours(1);

  @Autowired DataSource database;
  @Autowired ApiClient admin;
  private JobWorld world;
  private LedgerReader reader;
  private UUID batch;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "ledger");
    reader = world.bean(LedgerReader.class);
  }

  @AfterAll
  void closeDatabase() {
    world.close();
  }

  /** One succeeded, one failed, one waits for its second attempt, one runs, and two wait. */
  @BeforeEach
  void submitJobsThatGetEveryStatus() {
    world.clear();
    world.jdbc.sql("delete from ledger_check").update();
    batch = world.submit(JOBS, 1);
    world.admit();
    assertThat(world.place(world.plan(4))).isEqualTo(4);
    run(0, 1, 0);
    run(1, 1, 3);
    run(2, 1, 3);
    start(3, 1);
    world.place(world.plan(1));
    run(1, 2, 3);
  }

  @Test
  void submittedJobsAreLiveOrEnded() {
    Ledger ledger = reader.read();
    assertThat(ledger.discrepancies()).isEmpty();
    assertThat(ledger.discrepancyCount()).isZero();
    LedgerSum total = ledger.total();
    assertThat(total.submitted()).isEqualTo(JOBS);
    assertThat(total.live()).isEqualTo(4);
    assertThat(total.ended()).isEqualTo(2);
    assertThat(total.jobStatuses())
        .contains(
            entry(JobStatus.RUNNABLE, 3L),
            entry(JobStatus.RUNNING, 1L),
            entry(JobStatus.SUCCEEDED, 1L),
            entry(JobStatus.FAILED, 1L));
    assertThat(total.containerSeconds()).isBetween(0.0, total.reservedSeconds());
    assertThat(ledger.projects())
        .singleElement()
        .satisfies(project -> assertThat(project.jobs()).isEqualTo(total));
  }

  @Test
  void cancelledJobsAreCorrect() {
    world.cancel(new JobId(batch, JOBS - 1)); // withdrawn from the tail
    world.cancel(new JobId(batch, 2)); // waits for another attempt
    assertThat(problems()).isEmpty();
    world.cancelAll();
    assertThat(problems()).isEmpty();
    assertThat(reader.read().total().live()).isEqualTo(1);
  }

  /** Jobs that were retried count as live again, whichever way they had ended. */
  @Test
  void retriedJobsAreCorrect() {
    world.cancel(new JobId(batch, JOBS - 1)); // withdrawn from the tail
    world.cancel(new JobId(batch, 2)); // waits for another attempt
    world.cancel(new JobId(batch, 1)); // has failed already
    assertThat(world.retryAll()).isEqualTo(3);
    assertThat(problems()).isEmpty();
    assertThat(reader.read().total().live()).isEqualTo(5);
    world.retrySucceeded();
    assertThat(reader.read().total().live()).isEqualTo(JOBS);
    world.place(world.plan(JOBS));
    assertThat(problems()).isEmpty();
    run(0, 2, 0);
    world.cancelAll(); // those that wait in the tail end at once
    world.retryAll();
    assertThat(problems()).isEmpty();
    assertThat(reader.read().total().submitted()).isEqualTo(JOBS);
  }

  @Test
  void moreCountedFailuresThanFailedJobsAreFound() {
    change("update job_batch set failures = 2");
    assertThat(problems())
        .containsExactly("The counter \"failures\" is 2, but only 1 jobs have failed");
  }

  @Test
  void retriedAttemptThatOverlapsTheNextOneIsFound() {
    world.retryAll();
    world.place(world.plan(1));
    change("update job_attempt set final_at = final_at + interval '1 minute' where attempt = 2");
    assertThat(problems())
        .containsExactly("1 attempts began before the previous attempt of the same job had ended");
  }

  @Test
  void counterThatIsOffIsFound() {
    change("update job_batch set running = running - 1, starting = starting + 1");
    assertThat(problems())
        .containsExactly(
            "The counter \"starting\" is 1, but a count of the jobs is 0",
            "The counter \"running\" is 0, but a count of the jobs is 1");
  }

  @Test
  void lostJobIsFound() {
    change("delete from job where index = 0");
    assertThat(problems())
        .containsExactly(
            "6 jobs were submitted, but 5 exist",
            "The counter \"succeeded\" is 1, but a count of the jobs is 0");
  }

  @Test
  void attemptsThatOverlapAreFound() {
    change("update job_attempt set ended_at = ended_at + interval '1 minute' where index = 1");
    assertThat(problems())
        .containsExactly("1 attempts began before the previous attempt of the same job had ended");
  }

  @Test
  void containerOutsideOfItsReservationIsFound() {
    change("update job set started_at = placed_at - interval '1 minute' where index = 0");
    assertThat(problems())
        .containsExactly("The containers of 1 attempts ran outside of their reservations");
  }

  @Test
  void checkIsMadeOncePerIntervalAndReportsWhatIsOff() {
    SettableClock clock = new SettableClock();
    LedgerCheckStore store = world.bean(LedgerCheckStore.class);
    LedgerCheck check =
        new LedgerCheck(
            new LedgerReader(world.bean(LedgerQueries.class), clock),
            store,
            new LedgerSettings(INTERVAL),
            clock);
    check.portion();
    LastCheck first = store.last().orElseThrow();
    assertThat(first.submitted()).isEqualTo(JOBS);
    assertThat(first.discrepancies()).isZero();
    change("delete from job where index = 0");
    check.portion();
    assertThat(store.last()).contains(first);
    clock.advance(INTERVAL);
    check.portion();
    assertThat(store.last().orElseThrow().discrepancies()).isEqualTo(2);
  }

  @Test
  void serviceChecksByItselfAndReturnsItsLedger() {
    TestTask task = TestTask.in(admin);
    task.submit(3, TestTask.definition("true"));
    task.cancel();
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() -> {
          JsonNode jobs = jobs(task.projectId());
          assertThat(jobs.path("submitted").asInt()).isEqualTo(3);
          assertThat(jobs.path("ended").asInt()).isEqualTo(3);
        });
    await()
        .atMost(Timeouts.STEP)
        .until(
            () -> admin.plain("/htc/metrics").contains("openhtc_platform_ledger_discrepancies 0"));
  }

  private JsonNode jobs(UUID project) {
    for (JsonNode each : admin.get("/admin/audit/ledger").body().path("projects")) {
      if (each.path("projectId").asString().equals(project.toString())) {
        return each.path("jobs");
      }
    }
    throw new AssertionError("project %s is not in the ledger".formatted(project));
  }

  private List<String> problems() {
    return reader.read().discrepancies().stream().map(Ledger.Discrepancy::problem).toList();
  }

  private void change(String sql) {
    assertThat(world.jdbc.sql(sql).update()).isEqualTo(1);
  }

  private void start(int index, int attempt) {
    report(index, attempt, new JobEvent.ContainerStarted());
  }

  private void run(int index, int attempt, int exitCode) {
    start(index, attempt);
    report(index, attempt, new JobEvent.Exited(exitCode, false));
  }

  private void report(int index, int attempt, JobEvent event) {
    JobReport report = new JobReport(new JobId(batch, index), attempt, Instant.now(), event);
    assertThat(world.bean(Assignments.class).record(List.of(report))).containsOnly(true);
  }
}
