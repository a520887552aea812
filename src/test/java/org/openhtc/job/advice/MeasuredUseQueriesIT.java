package org.openhtc.job.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
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
import org.openhtc.job.advice.MeasuredUse.Distribution;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeasuredUseQueriesIT {
  @Autowired DataSource database;
  @Autowired TestTask task;
  private JobWorld world;
  private MeasuredUseQueries queries;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "measured_use");
    queries = world.bean(MeasuredUseQueries.class);
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
  void onlyTheSampleIsRead() {
    EndedJobs jobs = new EndedJobs(world);
    jobs.insert(20);
    for (int i = 0; i < 12; i++) {
      assertThat(jobs.rowsRead(() -> queries.ofTask(world.task))).isBetween(3_000L, 5_000L);
    }
  }

  @Test
  void peaksAndCoresAreThoseOfSucceededJobs() {
    UUID batch = run(3);
    end(batch, 0, 10, 0, false, new AttemptUsage(10L, 5_000L));
    end(batch, 1, 10, 0, false, new AttemptUsage(30L, 20_000L));
    end(batch, 2, 10, 1, false, new AttemptUsage(60L, 1L));
    assertThat(queries.ofTask(world.task))
        .containsExactly(
            new MeasuredUse(
                1, 64, 2, 0, new Distribution(10, 30, 30), new Distribution(0.5, 2, 2)));
  }

  @Test
  void coresOfVeryShortJobsAreLeftOut() {
    end(run(1), 0, 0, 0, false, new AttemptUsage(10L, 5_000L));
    assertThat(queries.ofTask(world.task))
        .containsExactly(new MeasuredUse(1, 64, 1, 0, new Distribution(10, 10, 10), null));
  }

  @Test
  void jobsWithoutEnoughMemoryAreCounted() {
    UUID batch = run(2);
    end(batch, 0, 10, 137, true, AttemptUsage.UNKNOWN);
    end(batch, 1, 10, 137, true, AttemptUsage.UNKNOWN);
    assertThat(queries.ofTask(world.task))
        .containsExactly(new MeasuredUse(1, 64, 0, 2, null, null));
  }

  @Test
  void otherRequestsAreSeparate() {
    UUID small = run(1);
    UUID large = run(2);
    world
        .jdbc
        .sql("update job_batch set memory_mib = 128 where id = :id")
        .param("id", large)
        .update();
    end(small, 0, 10, 0, false, new AttemptUsage(10L, 5_000L));
    end(large, 0, 10, 0, false, new AttemptUsage(100L, 5_000L));
    assertThat(queries.ofTask(world.task))
        .extracting(MeasuredUse::memoryMib)
        .containsExactly(128, 64);
  }

  @Test
  void taskWithoutMeasuredJobsHasNoAdvice() {
    run(1);
    assertThat(queries.ofTask(world.task)).isEmpty();
    assertThat(task.api.get(task.path + "/advice").body().path("items")).isEmpty();
  }

  private UUID run(int size) {
    UUID batch = world.submit(size, 0);
    world.admit();
    assertThat(world.place(world.plan(size))).isEqualTo(size);
    return batch;
  }

  private void end(
      UUID batch, int index, int seconds, int exitCode, boolean outOfMemory, AttemptUsage used) {
    JobId job = new JobId(batch, index);
    Instant now = Instant.now();
    List<JobReport> reports =
        List.of(
            new JobReport(job, 1, now, new JobEvent.ContainerStarted()),
            new JobReport(job, 1, now, new JobEvent.Exited(exitCode, outOfMemory), used, null));
    assertThat(world.bean(Assignments.class).record(reports)).containsOnly(true);
    lasted(job, seconds);
  }

  /** Reports cannot have times before the placement or after now. */
  private void lasted(JobId job, int seconds) {
    world
        .jdbc
        .sql(
            """
            update job set started_at = completed_at - make_interval(secs => :seconds)
            where batch_id = :batch and index = :index
            """)
        .param("seconds", seconds)
        .param("batch", job.batchId())
        .param("index", job.index())
        .update();
  }
}
