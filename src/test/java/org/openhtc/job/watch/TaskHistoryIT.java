package org.openhtc.job.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.EndedJobs;
import org.openhtc.job.JobWorld;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskHistoryIT {
  private static final String READ =
      """
      select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)
      from pg_stat_xact_user_tables where relname in ('job_event', 'tail_event')
      """;

  @Autowired DataSource service;
  private JobWorld world;
  private TaskEventStore events;

  @BeforeAll
  void open() {
    world = JobWorld.withOneConnection(service, "task_history");
    events = world.bean(TaskEventStore.class);
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void historyOfATaskIsReadWithoutTheEventsOfOthers() {
    world.submit(3, 0);
    UUID other = world.submit(3, 0);
    world
        .jdbc
        .sql("update job_batch set task_id = :task where id = :batch")
        .param("task", UUID.randomUUID())
        .param("batch", other)
        .update();
    world
        .jdbc
        .sql(
            """
            insert into tail_event (batch_id, at, status, status_reason, first_index, withdrawn, position)
            select :other, now(), 'RUNNABLE', 'a reason', 0, '{}', 1 from generate_series(1, 20000)
            """)
        .param("other", other)
        .update();
    world.jdbc.sql("analyze tail_event").update();
    long last = events.lastAssigned();
    world.transaction.executeWithoutResult(status -> {
      long before = world.jdbc.sql(READ).query(Long.class).single();
      List<StoredEvent> history = events.read(world.task, null, EventPosition.after(0), last, 500);
      long read = world.jdbc.sql(READ).query(Long.class).single() - before;
      assertThat(history).hasSize(1);
      assertThat(read).isLessThan(100);
    });
  }

  /** Pages through a long range, which each reads a part of an event of many jobs. */
  @Test
  void pagesOfALongRangeContainEachEventOnce() {
    world.clear();
    for (int i = 0; i < 30; i++) {
      world.submit(2, 0);
    }
    world.admit();
    world.place(world.plan(45));
    long until = events.lastAssigned() + 1_000_000;
    List<String> whole = ids(1000, until);
    assertThat(whole).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    assertThat(ids(3, until)).isEqualTo(whole);
    assertThat(ids(3, events.lastAssigned())).isEqualTo(whole);
  }

  /** As if each page began with the first events of all batches that have not been read. */
  @Test
  void pagesOfATaskWithManyBatchesReadEachEventAFewTimes() {
    world.clear();
    List<UUID> batches = IntStream.range(0, 40).mapToObj(i -> world.submit(2, 0)).toList();
    for (int i = 0; i < 100; i++) {
      batches.forEach(this::addEvent);
    }
    world.jdbc.sql("analyze tail_event").update();
    long last = events.lastAssigned();
    world.transaction.executeWithoutResult(status -> {
      long before = world.jdbc.sql(READ).query(Long.class).single();
      assertThat(ids(100, last + 1_000_000)).hasSizeGreaterThan(2 * 4_000);
      long read = world.jdbc.sql(READ).query(Long.class).single() - before;
      assertThat(read).isLessThan(8 * 4_000);
    });
  }

  /** However many jobs the events of a long range have. */
  @Test
  void pageOfEventsReadsOnlyItsJobs() {
    world.clear();
    EndedJobs jobs = new EndedJobs(world);
    jobs.insert(20);
    world
        .jdbc
        .sql(
            """
            insert into job_event (batch_id, attempt, status, indexes)
            select id, 1, status, array(select generate_series(0, size - 1))
            from job_batch cross join (values ('STARTING'), ('RUNNING'), ('SUCCEEDED')) as s (status)
            """)
        .update();
    world.jdbc.sql("analyze job_event").update();
    long until = events.lastAssigned();
    for (long end : new long[] {until, until + 1_000_000}) {
      assertThat(jobs.rowsRead(() -> assertThat(page(end)).hasSize(500))).isLessThan(2_000);
    }
  }

  private List<StoredEvent> page(long until) {
    return events.read(world.task, null, EventPosition.after(0), until, 500);
  }

  private void addEvent(UUID batch) {
    world
        .jdbc
        .sql(
            """
            insert into tail_event (batch_id, at, status, status_reason, first_index, withdrawn, position)
            values (:batch, now(), 'RUNNABLE', 'a reason', 0, '{}', 1)
            """)
        .param("batch", batch)
        .update();
  }

  private List<String> ids(int page, long until) {
    List<String> ids = new java.util.ArrayList<>();
    new TaskEventReader(events, world.task, null, EventPosition.after(0), page)
        .follow(until, event -> ids.add(event.position().id()));
    return ids;
  }
}
