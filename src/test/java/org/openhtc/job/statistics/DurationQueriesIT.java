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
import org.openhtc.job.EndedJobs;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobWorld;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DurationQueriesIT {
  @Autowired DataSource database;
  private JobWorld world;
  private DurationQueries durations;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "durations");
    durations = world.bean(DurationQueries.class);
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
  void waitingJobsHaveNoDurations() {
    world.submit(3, 0);
    assertThat(durations.ofTask(world.task)).isEqualTo(new Durations(null, null));
  }

  @Test
  void startedJobsHaveWaitedAndEndedJobsHaveRun() {
    UUID batch = world.submit(4, 0);
    world.admit();
    assertThat(world.place(world.plan(3))).isEqualTo(3);
    IntStream.range(0, 3).forEach(index -> report(batch, index, new JobEvent.ContainerStarted()));
    report(batch, 1, new JobEvent.Exited(0, false));
    lasted(batch, 1, 2);
    report(batch, 2, new JobEvent.Exited(1, false));
    lasted(batch, 2, 4);
    Durations found = durations.ofTask(world.task);
    assertThat(count(Objects.requireNonNull(found.waitTimeMillis()))).isEqualTo(3);
    Histogram ran = Objects.requireNonNull(found.runTimeMillis());
    assertThat(count(ran)).isEqualTo(2);
    assertThat(ran.median()).isEqualTo(2_000);
    assertThat(ran.maximum()).isEqualTo(4_000);
  }

  @Test
  void onlyTheSampleIsRead() {
    EndedJobs jobs = new EndedJobs(world);
    jobs.insert(20);
    for (int i = 0; i < 12; i++) {
      assertThat(jobs.rowsRead(() -> durations.ofTask(world.task))).isBetween(3_000L, 5_000L);
    }
  }

  private static long count(Histogram histogram) {
    return histogram.longer() + histogram.jobs().stream().mapToLong(Long::longValue).sum();
  }

  private void report(UUID batch, int index, JobEvent event) {
    world
        .bean(Assignments.class)
        .record(List.of(new JobReport(new JobId(batch, index), 1, Instant.now(), event)));
  }

  /** Reports cannot have times before the placement or after now. */
  private void lasted(UUID batch, int index, int seconds) {
    world
        .jdbc
        .sql(
            """
            update job set started_at = completed_at - make_interval(secs => :seconds)
            where batch_id = :batch and index = :index
            """)
        .param("seconds", seconds)
        .param("batch", batch)
        .param("index", index)
        .update();
  }
}
