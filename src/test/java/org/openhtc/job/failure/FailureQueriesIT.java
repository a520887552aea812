package org.openhtc.job.failure;

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
class FailureQueriesIT {
  @Autowired DataSource database;
  private JobWorld world;
  private FailureQueries failures;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "failures");
    failures = world.bean(FailureQueries.class);
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
  void taskWithoutFailedJobsHasNoCauses() {
    UUID batch = run(2);
    end(batch, 0, 0, false);
    assertThat(failures.ofTask(world.task, 10)).isEmpty();
  }

  @Test
  void causesWithTheMostJobsComeFirst() {
    UUID first = run(4);
    end(first, 0, 1, false);
    end(first, 1, 3, false);
    end(first, 2, 137, true);
    UUID second = run(2);
    end(second, 0, 3, false);
    assertThat(failures.ofTask(world.task, 10))
        .containsExactly(
            exit(3, 2, new JobId(first, 1)),
            exit(1, 1, new JobId(first, 0)),
            new FailureGroup(
                FailureCode.NOT_ENOUGH_MEMORY.wireName(),
                137,
                false,
                1,
                new JobId(first, 2).toString(),
                List.of()));
    assertThat(failures.ofTask(world.task, 1)).containsExactly(exit(3, 2, new JobId(first, 1)));
  }

  @Test
  void examplesAreTheFirstJobsWithTheCause() {
    UUID first = run(3);
    end(first, 0, 1, false);
    end(first, 1, 3, false);
    end(first, 2, 3, false);
    UUID second = run(2);
    end(second, 0, 3, false);
    FailureGroup cause = exit(3, 3, new JobId(first, 1));
    ExampleQueries examples = world.bean(ExampleQueries.class);
    assertThat(examples.ofCause(world.task, cause, 8))
        .containsExactly(
            new JobId(first, 1).toString(),
            new JobId(first, 2).toString(),
            new JobId(second, 0).toString());
    assertThat(examples.ofCause(world.task, cause, 1)).hasSize(1);
  }

  @Test
  void cancelledTailIsOneCause() {
    UUID batch = world.submit(5, 0);
    world.admit();
    world.cancelAll();
    List<FailureGroup> causes = failures.ofTask(world.task, 10);
    assertThat(causes)
        .singleElement()
        .satisfies(cause -> {
          assertThat(cause.userCancelled()).isTrue();
          assertThat(cause.jobs()).isEqualTo(5);
          assertThat(cause.exampleJobId()).isEqualTo(new JobId(batch, 0).toString());
        });
  }

  private static FailureGroup exit(int code, int jobs, JobId example) {
    String cause = FailureCode.NON_ZERO_CONTAINER_EXIT_CODE.wireName();
    return new FailureGroup(cause, code, false, jobs, example.toString(), List.of());
  }

  private UUID run(int size) {
    UUID batch = world.submit(size, 0);
    world.admit();
    assertThat(world.place(world.plan(size))).isEqualTo(size);
    return batch;
  }

  private void end(UUID batch, int index, int exitCode, boolean isOutOfMemory) {
    JobId job = new JobId(batch, index);
    Instant now = Instant.now();
    world
        .bean(Assignments.class)
        .record(
            List.of(
                new JobReport(job, 1, now, new JobEvent.ContainerStarted()),
                new JobReport(job, 1, now, new JobEvent.Exited(exitCode, isOutOfMemory))));
  }
}
