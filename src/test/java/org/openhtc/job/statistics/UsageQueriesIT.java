package org.openhtc.job.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.EndedJobs;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobWorld;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.job.statistics.UsageSummary.Distribution;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageQueriesIT {
  private static final AttemptUsage UNKNOWN = AttemptUsage.UNKNOWN;

  @Autowired DataSource database;
  private JobWorld world;
  private UsageQueries usage;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "usage_queries");
    usage = world.bean(UsageQueries.class);
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
  void taskWithoutEndedJobsUsedNothing() {
    assertThat(usage.ofTask(world.task)).isEqualTo(UsageSummary.NONE);
    run(1);
    assertThat(usage.ofTask(world.task)).isEqualTo(UsageSummary.NONE);
  }

  @Test
  void percentilesAreThoseOfAllJobsOfASmallTask() {
    UUID batch = run(100);
    for (int i = 0; i < 100; i++) {
      end(batch, i, 1, 0, new AttemptUsage(1L + i, 10L * (1 + i)));
    }
    UsageSummary summary = usage.ofTask(world.task);
    assertThat(summary.peakMemoryMib()).isEqualTo(new Distribution(50L, 95L, 100L));
    assertThat(summary.cpuTimeMillis()).isEqualTo(new Distribution(500L, 950L, 1000L));
    assertThat(Objects.requireNonNull(summary.runTimeMillis()).maximum()).isNotNegative();
  }

  @Test
  void attemptsWhoseUsageIsNotKnownAreLeftOut() {
    UUID batch = run(3);
    end(batch, 0, 1, 0, UNKNOWN);
    end(batch, 1, 1, 0, new AttemptUsage(7L, null));
    end(batch, 2, 1, 0, UNKNOWN);
    UsageSummary summary = usage.ofTask(world.task);
    assertThat(summary.peakMemoryMib()).isEqualTo(new Distribution(7L, 7L, 7L));
    assertThat(summary.cpuTimeMillis()).isNull();
  }

  @Test
  void lastAttemptCounts() {
    UUID batch = world.submit(1, 1);
    place(1);
    end(batch, 0, 1, 1, new AttemptUsage(900L, 900L));
    place(1);
    end(batch, 0, 2, 0, new AttemptUsage(5L, 6L));
    UsageSummary summary = usage.ofTask(world.task);
    assertThat(summary.peakMemoryMib()).isEqualTo(new Distribution(5L, 5L, 5L));
    assertThat(summary.cpuTimeMillis()).isEqualTo(new Distribution(6L, 6L, 6L));
    assertThat(world.job(batch, 0).usage()).isEqualTo(new AttemptUsage(5L, 6L));
  }

  @Test
  void maximumIsExactAndTheSampleBounded() {
    int batches = 11;
    for (int i = 0; i < batches; i++) {
      UUID batch = run(1_000);
      long peak = 10 + i;
      world
          .bean(Assignments.class)
          .record(
              IntStream.range(0, 1_000)
                  .boxed()
                  .flatMap(j -> reports(batch, j, 1, 0, new AttemptUsage(peak, 1L)).stream())
                  .toList());
    }
    UUID last = run(1);
    end(last, 0, 1, 0, new AttemptUsage(999_999L, 1L));
    Distribution memory = Objects.requireNonNull(usage.ofTask(world.task).peakMemoryMib());
    assertThat(memory.maximum()).isEqualTo(999_999L);
    assertThat(memory.median()).isEqualTo(15L);
    assertThat(memory.p95()).isEqualTo(20L);
  }

  @Test
  void groupsAreSummarizedSeparately() {
    UUID first = run(2);
    UUID second = run(1);
    name(first, "a");
    name(second, "b");
    end(first, 0, 1, 0, new AttemptUsage(1L, 1L));
    end(first, 1, 1, 0, new AttemptUsage(3L, 1L));
    end(second, 0, 1, 0, new AttemptUsage(8L, 1L));
    assertThat(usage.ofGroups(world.task, List.of("a", "b", "c")))
        .containsOnlyKeys("a", "b")
        .hasEntrySatisfying(
            "a", s -> assertThat(s.peakMemoryMib()).isEqualTo(new Distribution(1L, 3L, 3L)))
        .hasEntrySatisfying(
            "b", s -> assertThat(s.peakMemoryMib()).isEqualTo(new Distribution(8L, 8L, 8L)));
  }

  @Test
  void onlyTheSampleIsRead() {
    EndedJobs jobs = new EndedJobs(world);
    jobs.insert(40);
    for (int i = 0; i < 12; i++) {
      assertThat(jobs.rowsRead(() -> usage.ofTask(world.task))).isBetween(5_000L, 10_000L);
    }
  }

  private void name(UUID batch, String group) {
    world
        .jdbc
        .sql("update job_batch set group_name = :group where id = :id")
        .param("group", group)
        .param("id", batch)
        .update();
  }

  /** A batch whose jobs are placed. */
  private UUID run(int size) {
    UUID batch = world.submit(size, 0);
    place(size);
    return batch;
  }

  private void place(int jobs) {
    world.admit();
    assertThat(world.place(world.plan(jobs))).isEqualTo(jobs);
  }

  private void end(UUID batch, int index, int attempt, int exitCode, AttemptUsage used) {
    assertThat(world.bean(Assignments.class).record(reports(batch, index, attempt, exitCode, used)))
        .containsOnly(true);
  }

  private static List<JobReport> reports(
      UUID batch, int index, int attempt, int exitCode, AttemptUsage used) {
    JobId job = new JobId(batch, index);
    Instant now = Instant.now();
    return List.of(
        new JobReport(job, attempt, now, new JobEvent.ContainerStarted()),
        new JobReport(job, attempt, now, new JobEvent.Exited(exitCode, false), used, null));
  }
}
