package org.openhtc.job.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobId;
import org.openhtc.job.JobWorld;
import org.openhtc.job.Placement;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/** The assignments on PostgreSQL. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssignmentsIT extends AssignmentsContract {
  @Autowired DataSource database;
  private JobWorld world;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "assignments");
  }

  @AfterAll
  void closeDatabase() {
    world.close();
  }

  @BeforeEach
  void clear() {
    world.clear();
  }

  @Override
  protected Assignments assignments() {
    return world.bean(Assignments.class);
  }

  @Override
  protected JobId place(String host) {
    JobId job = new JobId(world.submit(1, 1), 0);
    world.admit();
    placeAgain(host, job, 1);
    return job;
  }

  @Override
  protected void placeAgain(String host, JobId job, int attempt) {
    assertThat(world.place(List.of(new Placement(job, attempt - 1, host)))).isEqualTo(1);
  }

  @Override
  protected void requestCancellation(JobId job) {
    world.cancel(job);
  }
}
