package org.openhtc.job.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.job.JobId;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The space of a project's logs, which the test limits to 1,000 bytes. */
@ServiceTest
class LogSpaceIT {
  private static final long LIMIT = 1000;

  @Autowired LargeLogStore store;
  @Autowired JdbcClient jdbc;
  @Autowired TestTask task;
  private UUID batch;
  private long now;
  private MeasuredLogSpace space;

  @BeforeEach
  void aBatch() {
    Map<String, Object> neverStarts = TestTask.script("true");
    neverStarts.put("maxMemory", 235_520);
    batch = UUID.fromString(task.submit(9, neverStarts));
    space = new MeasuredLogSpace(store, LIMIT, () -> now);
  }

  @Test
  void logsOfAProjectAreLimitedTogether() {
    assertThat(take(0, 600)).isTrue();
    assertThat(take(1, 401)).isFalse();
    assertThat(take(2, 400)).isTrue();
    assertThat(space.take(UUID.randomUUID(), new JobId(batch, 3), 1, 900)).isTrue();
    assertThat(store.space(task.projectId())).isEqualTo(LIMIT);
  }

  @Test
  void logsThatAnotherProcessHasStoredCount() {
    assertThat(new MeasuredLogSpace(store, LIMIT, () -> now).take(project(), job(0), 1, 600))
        .isTrue();
    assertThat(take(1, 500)).isFalse();
  }

  @Test
  void repeatedLogCountsOnce() {
    assertThat(take(0, 600)).isTrue();
    now += Duration.ofSeconds(6).toNanos();
    assertThat(take(0, 400)).isTrue();
    assertThat(store.space(project())).isEqualTo(400);
  }

  @Test
  void logsOfRemovedBatchesDoNotCount() {
    assertThat(take(0, LIMIT)).isTrue();
    jdbc.sql("delete from job_batch where id = :id").param("id", batch).update();
    assertThat(take(1, LIMIT)).isFalse();
    now += Duration.ofSeconds(6).toNanos();
    assertThat(take(1, LIMIT)).isTrue();
    assertThat(store.space(project())).isZero();
  }

  private boolean take(int index, long bytes) {
    return space.take(project(), job(index), 1, bytes);
  }

  private JobId job(int index) {
    return new JobId(batch, index);
  }

  private UUID project() {
    return task.projectId();
  }
}
