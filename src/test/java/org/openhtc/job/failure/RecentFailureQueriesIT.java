package org.openhtc.job.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobWorld;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecentFailureQueriesIT {
  /**
   * Jobs end after it, but an end is never stored as earlier than the placement or as later than
   * now.
   */
  private Instant begin;

  @Autowired DataSource database;
  private JobWorld world;
  private RecentFailureQueries failures;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "recent_failures");
    failures = world.bean(RecentFailureQueries.class);
  }

  @AfterAll
  void closeDatabase() {
    world.close();
  }

  @BeforeEach
  void clear() {
    begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    world.clear();
  }

  @Test
  void latestCauseComesFirstWithItsLatestJob() {
    UUID ended = run(2);
    end(ended, 0, 3, begin.plusSeconds(100));
    end(ended, 1, 3, begin.plusSeconds(130));
    UUID live = run(3);
    end(live, 0, 1, begin.plusSeconds(140));
    end(live, 1, 0, begin.plusSeconds(150));
    assertThat(since(begin))
        .satisfiesExactly(
            latest -> {
              assertThat(latest.exitCode()).isEqualTo(1);
              assertThat(latest.latestJobId()).isEqualTo(new JobId(live, 0).toString());
              assertThat(latest.taskId()).isEqualTo(world.task);
            },
            before -> {
              assertThat(before.failureCode())
                  .isEqualTo(FailureCode.NON_ZERO_CONTAINER_EXIT_CODE.wireName());
              assertThat(before.jobs()).isEqualTo(2);
              assertThat(before.latestAt()).isAfter(begin);
              assertThat(before.latestJobId()).isEqualTo(new JobId(ended, 1).toString());
            });
  }

  @Test
  void earlierFailuresAreLeftOut() {
    UUID batch = run(2);
    end(batch, 0, 3, begin.plusSeconds(100));
    assertThat(since(begin.plusSeconds(101))).isEmpty();
  }

  @Test
  void cancelledJobsAreNoFailures() {
    run(2);
    world.cancelAll();
    assertThat(since(begin)).isEmpty();
  }

  @Test
  void otherWorkspacesAreLeftOut() {
    UUID batch = run(1);
    end(batch, 0, 3, begin.plusSeconds(100));
    assertThat(failures.ofWorkspace("another", begin, 10)).isEmpty();
  }

  private List<RecentFailure> since(Instant time) {
    String workspace =
        world.jdbc.sql("select min(workspace_id) from job_batch").query(String.class).single();
    return failures.ofWorkspace(workspace, time, 10);
  }

  private UUID run(int size) {
    UUID batch = world.submit(size, 0);
    world.admit();
    assertThat(world.place(world.plan(size))).isEqualTo(size);
    return batch;
  }

  private void end(UUID batch, int index, int exitCode, Instant at) {
    JobId job = new JobId(batch, index);
    world
        .bean(Assignments.class)
        .record(
            List.of(
                new JobReport(job, 1, at, new JobEvent.ContainerStarted()),
                new JobReport(job, 1, at, new JobEvent.Exited(exitCode, false))));
  }
}
