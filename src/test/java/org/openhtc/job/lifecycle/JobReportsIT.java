package org.openhtc.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobStatus;
import org.openhtc.job.JobWorld;
import org.openhtc.job.SmallLog;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.job.query.JobHistoryEntry;
import org.openhtc.job.query.JobRow;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;

/** Groups of reports on PostgreSQL, while other transactions hold the locks of batches. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobReportsIT {
  private static final JobEvent STARTED = new JobEvent.ContainerStarted();
  private static final JobEvent SUCCEEDED = new JobEvent.Exited(0, false);

  @Autowired DataSource database;
  private JobWorld world;
  private Assignments assignments;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withManyConnections(database, "job_reports");
    assignments = world.bean(Assignments.class);
  }

  @AfterAll
  void closeDatabase() {
    world.close();
  }

  @BeforeEach
  void clear() {
    world.clear();
  }

  @Test
  void startAndEndOfOneGroupHaveTheirOwnTimes() {
    JobRow job = placed(1).getFirst();
    Instant end = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Instant start = assignments.onHost("h1").getFirst().placedAt();
    assertThat(record(report(job, start, STARTED), report(job, end, SUCCEEDED)))
        .containsExactly(ReportOutcome.CHANGED, ReportOutcome.CHANGED);
    JobRow ended = world.job(job.id().batchId(), 0);
    assertThat(ended.startedAt()).isEqualTo(start);
    assertThat(ended.completedAt()).isEqualTo(end);
    assertThat(ended.updatedAt()).isAfterOrEqualTo(end);
    List<JobHistoryEntry> history = world.history(ended);
    assertThat(history.subList(history.size() - 2, history.size()))
        .extracting(JobHistoryEntry::dateTime)
        .containsExactly(start, end);
  }

  @Test
  void lockedBatchDelaysOnlyItsOwnReports() {
    JobRow held = placed(1).getFirst();
    JobRow free = placed(1).getFirst();
    CompletableFuture<List<Boolean>> waiting =
        world.transaction.execute(status -> {
          lock(held.id().batchId());
          CompletableFuture<List<Boolean>> caller = recordLater(held, STARTED);
          for (JobEvent event : List.of(STARTED, SUCCEEDED)) {
            CompletableFuture<List<Boolean>> other = recordLater(free, event);
            assertThat(other).succeedsWithin(Timeouts.STEP).isEqualTo(List.of(true));
          }
          assertThat(caller).isNotDone();
          return caller;
        });
    assertThat(waiting).succeedsWithin(Timeouts.STEP).isEqualTo(List.of(true));
    assertThat(world.job(held.id().batchId(), 0).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void reportsOfOneGroupAreSplitAtALockedBatch() {
    JobRow held = placed(1).getFirst();
    JobRow free = placed(1).getFirst();
    JobRow unknown = placed(1).getFirst();
    world
        .jdbc
        .sql("delete from job_batch where id = :id")
        .param("id", unknown.id().batchId())
        .update();
    world.transaction.executeWithoutResult(status -> {
      lock(held.id().batchId());
      List<ReportOutcome> outcomes =
          CompletableFuture.supplyAsync(() ->
                  record(
                      report(held, Instant.now(), STARTED),
                      report(unknown, Instant.now(), STARTED),
                      report(free, Instant.now(), STARTED)))
              .orTimeout(Timeouts.STEP.toSeconds(), TimeUnit.SECONDS)
              .join();
      assertThat(outcomes)
          .containsExactly(ReportOutcome.LOCKED, ReportOutcome.UNCHANGED, ReportOutcome.CHANGED);
    });
  }

  @Test
  void thousandReportsWithUsageAndLogsAreOneGroup() {
    List<JobRow> jobs = placed(1_000);
    List<JobReport> reports =
        jobs.stream()
            .map(job ->
                new JobReport(
                    job.id(),
                    1,
                    Instant.now(),
                    SUCCEEDED,
                    new AttemptUsage(64L, 1_500L),
                    new SmallLog(new byte[] {1, 2, 3})))
            .toList();
    assertThat(record(reports.toArray(JobReport[]::new))).containsOnly(ReportOutcome.CHANGED);
    assertThat(
            world
                .jdbc
                .sql("select count(*) from job where peak_memory_mib = 64 and cpu_millis = 1500")
                .query(Integer.class)
                .single())
        .isEqualTo(1_000);
    assertThat(assignments.smallLog(jobs.getLast().id(), 1)).isPresent();
  }

  private List<JobRow> placed(int size) {
    UUID batch = world.submit(size, 0);
    world.admit();
    world.place(world.plan(size));
    return IntStream.range(0, size).mapToObj(index -> world.job(batch, index)).toList();
  }

  private static JobReport report(JobRow job, Instant at, JobEvent event) {
    return new JobReport(job.id(), 1, at, event);
  }

  private List<ReportOutcome> record(JobReport... reports) {
    return world.bean(JobRowStore.class).record(List.of(reports));
  }

  private CompletableFuture<List<Boolean>> recordLater(JobRow job, JobEvent event) {
    return CompletableFuture.supplyAsync(
        () -> assignments.record(List.of(report(job, Instant.now(), event))));
  }

  private void lock(UUID batch) {
    world
        .jdbc
        .sql("select id from job_batch where id = :id for update")
        .param("id", batch)
        .query(UUID.class)
        .single();
  }
}
