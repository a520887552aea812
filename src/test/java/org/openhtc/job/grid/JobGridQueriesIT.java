package org.openhtc.job.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
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
import org.openhtc.job.JobWorld;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobGridQueriesIT {
  @Autowired DataSource database;
  private JobWorld world;
  private JobGridQueries grid;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "job_grid");
    grid = world.bean(JobGridQueries.class);
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
  void jobsAreHeldUntilTheyAreAdmitted() {
    world.submit(3, 0);
    assertThat(cells()).containsExactly("3H");
    world.admit();
    assertThat(cells()).containsExactly("3Q");
  }

  @Test
  void everyStateHasItsLetter() {
    UUID batch = world.submit(9, 1);
    world.admit();
    world.place(world.plan(7));
    start(batch, 1);
    end(batch, 2, new JobEvent.Exited(0, false));
    end(batch, 3, new JobEvent.Exited(3, false));
    endTwice(batch, 4, new JobEvent.Exited(3, false));
    endTwice(batch, 5, new JobEvent.Exited(137, true));
    world.cancel(new JobId(batch, 8));
    assertThat(cells()).containsExactly("BRDAXMBQC");
  }

  @Test
  void cancelledTailIsNotQueued() {
    world.submit(4, 0);
    world.admit();
    world.cancelAll();
    assertThat(cells()).containsExactly("4C");
  }

  @Test
  void onlyBatchesThatChangedSinceAreReturned() {
    UUID first = world.submit(2, 0);
    world.submit(2, 0);
    Instant past = Instant.now().minusSeconds(3600);
    world.jdbc.sql("update job_batch set updated_at = now() - interval '2 hours'").update();
    assertThat(grid.batches(world.task, 0, past, 10)).isEmpty();
    world
        .jdbc
        .sql("update job_batch set updated_at = now() where id = :id")
        .param("id", first)
        .update();
    assertThat(grid.batches(world.task, 0, past, 10))
        .extracting(GridBatch::parentJobId)
        .containsExactly(first);
  }

  /** As after an outage of the service, or while a long log is read. */
  @Test
  void endThatIsReportedLateIsAChangeOfNow() {
    UUID batch = world.submit(1, 0);
    world.admit();
    assertThat(world.place(world.plan(1))).isEqualTo(1);
    world.jdbc.sql("update job_batch set updated_at = now() - interval '2 hours'").update();
    world.jdbc.sql("update job set placed_at = now() - interval '2 hours'").update();
    Instant ended = Instant.now().minusSeconds(600);
    JobId job = new JobId(batch, 0);
    world
        .bean(Assignments.class)
        .record(
            List.of(
                new JobReport(job, 1, ended, new JobEvent.ContainerStarted()),
                new JobReport(job, 1, ended, new JobEvent.Exited(0, false))));
    assertThat(grid.batches(world.task, 0, Instant.now().minusSeconds(60), 10))
        .extracting(GridBatch::parentJobId)
        .containsExactly(batch);
  }

  @Test
  void pagesFollowTheOrderOfSubmission() {
    UUID first = world.submit(1, 0);
    UUID second = world.submit(1, 0);
    List<GridBatch> page = grid.batches(world.task, 0, null, 1);
    assertThat(page).extracting(GridBatch::parentJobId).containsExactly(first);
    assertThat(grid.batches(world.task, page.getFirst().order(), null, 1))
        .extracting(GridBatch::parentJobId)
        .containsExactly(second);
  }

  private List<String> cells() {
    return grid.batches(world.task, 0, null, 10).stream().map(GridBatch::cells).toList();
  }

  private void start(UUID batch, int index) {
    record(batch, index, 1, new JobEvent.ContainerStarted());
  }

  private void end(UUID batch, int index, JobEvent end) {
    record(batch, index, 1, new JobEvent.ContainerStarted(), end);
  }

  /** The first attempt and the retry: the job has failed after that. */
  private void endTwice(UUID batch, int index, JobEvent end) {
    end(batch, index, end);
    assertThat(world.place(world.plan(7).stream().filter(p -> p.job().index() == index).toList()))
        .isEqualTo(1);
    record(batch, index, 2, new JobEvent.ContainerStarted(), end);
  }

  private void record(UUID batch, int index, int attempt, JobEvent... events) {
    List<JobReport> reports =
        Arrays.stream(events)
            .map(e -> new JobReport(new JobId(batch, index), attempt, Instant.now(), e))
            .toList();
    assertThat(world.bean(Assignments.class).record(reports)).containsOnly(true);
  }
}
