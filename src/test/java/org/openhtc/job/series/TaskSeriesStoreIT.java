package org.openhtc.job.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobStatus;
import org.openhtc.job.JobWorld;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskSeriesStoreIT {
  private static final Instant AT = Instant.parse("2026-05-04T09:00:00Z");
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @Autowired DataSource database;
  private JobWorld world;
  private TaskSeriesStore store;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "task_series");
    store = world.bean(TaskSeriesStore.class);
  }

  @AfterAll
  void closeDatabase() {
    world.close();
  }

  @BeforeEach
  void clear() {
    world.clear();
    world.jdbc.sql("truncate task_point").update();
  }

  @Test
  void unchangedCountsAreStoredOnce() {
    world.submit(3, 1);
    assertThat(store.record(AT, LONG_AGO)).isEqualTo(1);
    assertThat(store.record(AT.plusSeconds(60), LONG_AGO)).isZero();
    world.admit();
    assertThat(store.record(AT.plusSeconds(120), LONG_AGO)).isEqualTo(1);
    assertThat(points(AT, AT.plusSeconds(180)))
        .extracting(point -> point.counts().get(JobStatus.RUNNABLE))
        .containsExactly(0L, 3L);
  }

  @Test
  void rangeBeginsWithTheCountsOfItsBeginning() {
    world.submit(3, 1);
    store.record(AT, LONG_AGO);
    Instant later = AT.plusSeconds(600);
    assertThat(points(later, later.plusSeconds(60)))
        .singleElement()
        .satisfies(point -> {
          assertThat(point.at()).isEqualTo(later);
          assertThat(point.counts()).containsEntry(JobStatus.SUBMITTED_TO_RESCALE, 3L);
        });
  }

  @Test
  void ofEachStepTheLastPointIsRead() {
    insertMinutes(world.task, 7 * 24 * 60);
    SeriesRange range =
        SeriesRange.of(
            AT, AT.plus(Duration.ofDays(7)), Optional.empty(), AT.plus(Duration.ofDays(8)));
    assertThat(store.read(world.task, range)).hasSizeBetween(700, SeriesRange.MOST_POINTS + 1);
    assertThat(store.read(world.task, range).getLast().counts())
        .containsEntry(JobStatus.SUCCEEDED, 7L * 24 * 60 - 1);
  }

  @Test
  void oldPointsAreRemovedInPortions() {
    insertMinutes(world.task, 100);
    assertThat(store.remove(AT.plusSeconds(50 * 60), 20)).isEqualTo(20);
    assertThat(store.remove(AT.plusSeconds(50 * 60), 100)).isEqualTo(30);
    assertThat(store.first(world.task)).contains(AT.plusSeconds(50 * 60));
    assertThat(store.first(UUID.randomUUID())).isEmpty();
  }

  private List<TaskPoint> points(Instant from, Instant to) {
    return store.read(world.task, SeriesRange.of(from, to, Optional.empty(), to));
  }

  private void insertMinutes(UUID task, int number) {
    world
        .jdbc
        .sql(
            """
            insert into task_point
            select :task, timestamptz '2026-05-04T09:00:00Z' + n * interval '1 minute',
                   0, 0, 0, 0, 1, n, 0
            from generate_series(0, :number - 1) as n
            """)
        .param("task", task)
        .param("number", number)
        .update();
  }
}
