package org.openhtc.job.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobWorld;
import org.openhtc.storage.AttemptActivity;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttemptActivityIT {
  @Autowired DataSource service;
  private JobWorld world;
  private AttemptActivity activity;

  @BeforeAll
  void open() {
    world = JobWorld.withOneConnection(service, "attempt_activity");
    activity = world.bean(AttemptActivity.class);
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void attemptIsOnAHostFromItsPlacementToItsEnd() {
    UUID batch = world.submit(2, 1);
    world.admit();
    assertThat(activity.onHost(batch, 0, 1)).isEmpty();
    world.place(world.plan(1));
    assertThat(activity.onHost(batch, 0, 1))
        .hasValueSatisfying(owner -> assertThat(owner.taskId()).isEqualTo(world.task));
    world.report(world.job(batch, 0), new JobEvent.ContainerStarted());
    assertThat(activity.onHost(batch, 0, 1)).isPresent();
    assertThat(activity.onHost(batch, 1, 1)).isEmpty();
    assertThat(activity.onHost(batch, 0, 2)).isEmpty();
    world.report(world.job(batch, 0), new JobEvent.Exited(1, false));
    assertThat(activity.onHost(batch, 0, 1)).isEmpty();
  }

  @Test
  void onlyTheLatestAttemptIsOnAHost() {
    UUID batch = world.submit(1, 1);
    world.admit();
    world.place(world.plan(1));
    world.report(world.job(batch, 0), new JobEvent.ContainerStarted());
    world.report(world.job(batch, 0), new JobEvent.Exited(1, false));
    world.place(world.plan(1));
    assertThat(activity.onHost(batch, 0, 1)).isEmpty();
    assertThat(activity.onHost(batch, 0, 2)).isPresent();
  }
}
