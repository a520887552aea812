package org.openhtc.job.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobWorld;
import org.openhtc.job.Placement;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/** The hosts receive their assignments with the placement, equal to what they would read. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobsPlacedIT {
  @Autowired DataSource database;
  private JobWorld world;
  private Assignments assignments;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "jobs_placed");
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
  void publishedAssignmentsEqualTheStoredOnes() {
    UUID first = world.submit(2, 0);
    UUID second = world.submit(1, 0);
    world.admit();
    place(new Placement(new JobId(first, 0), 0, "h1"));
    world.clearPublished();
    place(
        new Placement(new JobId(first, 1), 0, "h2"), new Placement(new JobId(second, 0), 0, "h3"));
    assertThat(placed()).isEqualTo(assignments.onHosts(Set.of("h2", "h3")));
    assertThat(world.published(HostWorkChanged.class))
        .containsExactly(new HostWorkChanged(Set.of("h2", "h3"), true));
  }

  @Test
  void publishedRetryHasItsNewAttempt() {
    JobId job = new JobId(world.submit(1, 1), 0);
    world.admit();
    place(new Placement(job, 0, "h1"));
    world.report(world.job(job.batchId(), 0), new JobEvent.Exited(1, false));
    world.clearPublished();
    place(new Placement(job, 1, "h2"));
    assertThat(placed()).isEqualTo(assignments.onHosts(Set.of("h1", "h2")));
    assertThat(placed().get("h2")).extracting(Assignment::attempt).containsExactly(2);
  }

  @Test
  void onlyJobsThatWerePlacedArePublished() {
    UUID batch = world.submit(4, 0);
    world.admit();
    List<Placement> plan = world.plan(4);
    world.cancel(new JobId(batch, 1));
    world.clearPublished();
    world.place(plan);
    assertThat(placed().get("h1")).extracting(a -> a.id().index()).containsExactly(0, 2, 3);
    world.clearPublished();
    world.place(plan);
    assertThat(world.published(JobsPlaced.class)).isEmpty();
    assertThat(world.published(HostWorkChanged.class)).isEmpty();
  }

  private void place(Placement... placements) {
    assertThat(world.place(Stream.of(placements).toList())).isEqualTo(placements.length);
  }

  private Map<String, List<Assignment>> placed() {
    assertThat(world.published(JobsPlaced.class)).hasSize(1);
    return world.published(JobsPlaced.class).getFirst().byHost();
  }
}
