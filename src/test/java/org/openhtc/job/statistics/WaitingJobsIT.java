package org.openhtc.job.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobWorld;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitingJobsIT {
  @Autowired DataSource database;
  private JobWorld world;
  private WaitingJobsQueries waiting;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "waiting_jobs");
    waiting = world.bean(WaitingJobsQueries.class);
  }

  @AfterAll
  void closeDatabase() {
    world.close();
  }

  @BeforeEach
  void clear() {
    world.clear();
    world.jdbc.sql("delete from waiting_reason").update();
  }

  @Test
  void equalJobsAreOneEntryWithTheReasonOfTheScheduler() {
    world.submit(3, 0);
    world.submit(4, 0);
    world.admit();
    writeReasons("no host has room");
    assertThat(all())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.jobs()).isEqualTo(7);
          assertThat(entry.heldJobs()).isZero();
          assertThat(entry.tasks()).isEqualTo(1);
          assertThat(entry.taskId()).isEqualTo(world.task);
          assertThat(entry.reason()).isEqualTo("no host has room");
          assertThat(entry.regions()).containsExactly(JobWorld.REGION);
        });
  }

  @Test
  void heldJobsHaveTheReasonOfTheirBatch() {
    world.submit(3, 0);
    writeReasons("no host has room");
    world.jdbc.sql("update job_batch set tail_reason = 'the limit is reached'").update();
    assertThat(all())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.heldJobs()).isEqualTo(3);
          assertThat(entry.reason()).isEqualTo("the limit is reached");
        });
  }

  @Test
  void placedAndCancelledJobsDoNotWait() {
    world.submit(2, 0);
    world.admit();
    world.place(world.plan(2));
    assertThat(all()).isEmpty();
    world.submit(2, 0);
    world.cancelAll();
    assertThat(all()).isEmpty();
  }

  @Test
  void otherWorkspacesAreNotIncluded() {
    world.submit(2, 0);
    assertThat(waiting.ofWorkspace(UUID.randomUUID().toString(), 10)).isEmpty();
  }

  private List<WaitingJobs> all() {
    String workspace =
        world.jdbc.sql("select min(workspace_id) from job_batch").query(String.class).single();
    return waiting.ofWorkspace(workspace, 10);
  }

  private void writeReasons(String reason) {
    world
        .jdbc
        .sql(
            """
            insert into waiting_reason
            select distinct project_id, priority, architecture, vcpus, memory_mib, disk_gib, regions,
                   regions[1], :reason
            from job_batch
            """)
        .param("reason", reason)
        .update();
  }
}
