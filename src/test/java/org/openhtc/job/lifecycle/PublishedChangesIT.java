package org.openhtc.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobJson;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobWorld;
import org.openhtc.job.QueueChanged;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/** A tick of the scheduler costs more than a report, so a start must not cause one. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedChangesIT {
  @Autowired DataSource database;
  private final List<Object> published = new ArrayList<>();
  private JobWorld world;
  private JobRowStore rows;
  private JobId job;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "published_changes");
    rows =
        new JobRowStore(
            world.jdbc,
            world.transaction,
            world.bean(JobChangeWriter.class),
            world.bean(SmallLogWriter.class),
            world.bean(AttemptTimers.class),
            published::add,
            world.bean(JobJson.class),
            Clock.systemUTC());
  }

  @AfterAll
  void closeDatabase() {
    world.close();
  }

  @BeforeEach
  void placedJob() {
    world.clear();
    job = new JobId(world.submit(1, 1), 0);
    world.admit();
    world.place(world.plan(1));
    published.clear();
  }

  @Test
  void startDoesNotChangeTheQueue() {
    report(new JobEvent.ContainerStarted());
    assertThat(published).containsExactly(new JobsStarted());
  }

  @Test
  void endChangesTheQueue() {
    report(new JobEvent.ContainerStarted(), new JobEvent.Exited(0, false));
    assertThat(published).containsExactly(new QueueChanged(Map.of("h1", 1)));
  }

  @Test
  void failedAttemptChangesTheQueue() {
    report(new JobEvent.ContainerStarted(), new JobEvent.Exited(1, false));
    assertThat(published).containsExactly(new QueueChanged(Map.of("h1", 1)));
  }

  @Test
  void jobThatIsGivenBackFreesItsHostWithoutAnEnd() {
    report(new JobEvent.Returned("drained"));
    assertThat(published).containsExactly(new QueueChanged(Map.of("h1", 0)));
  }

  @Test
  void reportThatChangesNothingIsNotPublished() {
    report(new JobEvent.ContainerStarted());
    published.clear();
    report(new JobEvent.ContainerStarted());
    assertThat(published).isEmpty();
  }

  private void report(JobEvent... events) {
    rows.record(
        Arrays.stream(events).map(event -> new JobReport(job, 1, Instant.now(), event)).toList());
  }
}
