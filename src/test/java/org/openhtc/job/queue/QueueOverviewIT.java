package org.openhtc.job.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobWorld;
import org.openhtc.region.RegionName;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueueOverviewIT {
  @Autowired DataSource database;
  private JobWorld world;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "queue_overview");
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
  void withoutWaitingJobsItIsEmpty() {
    assertThat(overview().regions()).isEmpty();
    assertThat(overview().hasHeldTails()).isFalse();
  }

  @Test
  void itHasEveryRegionInWhichJobsWait() {
    RegionName first = RegionName.AWS_EU_WEST_1;
    RegionName second = RegionName.AWS_US_EAST_1;
    RegionName third = RegionName.GCP_US_EAST_1;
    world.submit(1, 0, List.of(first));
    world.submit(1, 0, List.of(first));
    world.submit(1, 0, List.of(second, third));
    world.submit(1, 0, List.of(second, first));
    assertThat(overview().regions()).isEqualTo(Set.of(first, second, third));
  }

  @Test
  void tailsAreHeldUntilTheirAdmission() {
    long before = overview().lastSubmission();
    world.submit(2, 0);
    assertThat(overview().lastSubmission()).isGreaterThan(before);
    assertThat(overview().hasHeldTails()).isTrue();
    world.admit();
    assertThat(overview().hasHeldTails()).isFalse();
    assertThat(overview().regions()).containsExactly(JobWorld.REGION);
  }

  @Test
  void placedJobsDoNotWait() {
    world.submit(2, 0);
    world.admit();
    world.place(world.plan(2));
    assertThat(overview().regions()).isEmpty();
  }

  private QueueOverview overview() {
    return world.bean(JobQueue.class).overview();
  }
}
