package org.openhtc.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobWorld;
import org.openhtc.testing.ServiceTest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * What a job that was placed, started and ended once costs on disk and in the write-ahead log. A
 * batch has a thousand jobs; a hundred are placed at once, and their starts and ends are reported
 * in groups.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FinishedJobSizeIT {
  private static final Logger LOG = LoggerFactory.getLogger(FinishedJobSizeIT.class);
  private static final int BATCHES = 5;
  private static final int SIZE = 1_000;
  private static final int PLACED = 100;

  private static final List<String> TABLES = List.of("job", "job_event", "job_attempt");

  /** Half more than was measured. With an event row for each status a job had 1,123 bytes. */
  private static final long LIMIT = 560;

  /** A fifth more than was measured for jobs whose events share no row with those of others. */
  private static final long LIMIT_ALONE = 760;

  @Autowired DataSource database;
  private JobWorld world;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "finished_job_size");
  }

  @AfterAll
  void closeDatabase() {
    world.close();
  }

  @Test
  void jobsReportedInGroupsOfFiftyAreSmall() {
    assertThat(bytesPerJob(50)).isLessThan(LIMIT);
  }

  @Test
  void jobsReportedOneByOneAreSmall() {
    assertThat(bytesPerJob(1)).isLessThan(LIMIT_ALONE);
  }

  private long bytesPerJob(int group) {
    world.clear();
    vacuumOnlyHere();
    long wal = number("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
    for (int i = 0; i < BATCHES; i++) {
      run(group);
      TABLES.forEach(table -> world.jdbc.sql("vacuum " + table).update());
    }
    long written =
        number("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint") - wal;
    long stored =
        number(
            """
            select sum(pg_total_relation_size(c.oid))::bigint from pg_class c
            where c.relname in ('job', 'job_event', 'job_attempt')
            """);
    long jobs = (long) BATCHES * SIZE;
    LOG.info(
        "Groups of {}: {} bytes on disk and {} bytes of write-ahead log per finished job",
        group,
        stored / jobs,
        written / jobs);
    return stored / jobs;
  }

  /** The space that updates leave depends on when a table is vacuumed. */
  private void vacuumOnlyHere() {
    for (String table : TABLES) {
      world.jdbc.sql("alter table %s set (autovacuum_enabled = false)".formatted(table)).update();
    }
  }

  private void run(int group) {
    UUID batch = world.submit(SIZE, 0);
    world.admit();
    for (int from = 0; from < SIZE; from += PLACED) {
      assertThat(world.place(world.plan(PLACED))).isEqualTo(PLACED);
      report(batch, from, group, new JobEvent.ContainerStarted());
      report(batch, from, group, new JobEvent.Exited(0, false));
    }
  }

  private void report(UUID batch, int first, int group, JobEvent event) {
    for (int from = first; from < first + PLACED; from += group) {
      List<JobReport> reports =
          IntStream.range(from, from + group)
              .mapToObj(index -> new JobReport(new JobId(batch, index), 1, Instant.now(), event))
              .toList();
      assertThat(world.bean(JobRowStore.class).record(reports)).containsOnly(ReportOutcome.CHANGED);
    }
  }

  private long number(String query) {
    return world.jdbc.sql(query).query(Long.class).single();
  }
}
