package org.openhtc.job.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.api.PageCursor;
import org.openhtc.job.EndedJobs;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.JobWorld;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobListIT {
  private static final String READ =
      """
      select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)
      from pg_stat_xact_user_tables where relname = 'job_batch'
      """;

  @Autowired DataSource service;
  private JobWorld world;
  private JobQueries queries;

  @BeforeAll
  void open() {
    world = JobWorld.withOneConnection(service, "job_list");
    queries = world.bean(JobQueries.class);
  }

  @BeforeEach
  void clear() {
    world.clear();
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void pagesOfEverySizeContainTheWholeList() {
    submitInAllStates();
    List<JobRow> all = page(null, null, 1000);
    assertThat(all).hasSize(23);
    for (int size : new int[] {1, 2, 3, 7, 23}) {
      assertThat(pages(null, size)).isEqualTo(ids(all));
    }
    for (JobStatus status : JobStatus.values()) {
      List<JobId> expected = ids(all.stream().filter(job -> job.status() == status).toList());
      for (int size : new int[] {1, 2, 5, 100}) {
        assertThat(pages(status, size)).as("%s by %d", status, size).isEqualTo(expected);
      }
    }
  }

  /** One of many jobs of a list, wherever the page begins. */
  @Test
  void pageReadsOnlyTheBatchesThatItNeeds() {
    for (int i = 0; i < 1000; i++) {
      world.submit(1, 0);
    }
    world.jdbc.sql("analyze job_batch").update();
    PageCursor middle = JobQueries.cursor(page(null, null, 500).getLast());
    world.transaction.executeWithoutResult(status -> {
      long before = world.jdbc.sql(READ).query(Long.class).single();
      assertThat(page(null, null, 10)).hasSize(10);
      assertThat(page(null, middle, 10)).hasSize(10);
      long read = world.jdbc.sql(READ).query(Long.class).single() - before;
      assertThat(read).isLessThan(200);
    });
  }

  /** The batches of the group come after those of another one. */
  @Test
  void pageOfAGroupReadsOnlyTheBatchesOfTheGroup() {
    for (int i = 0; i < 1000; i++) {
      world.submit(1, 0);
    }
    world
        .jdbc
        .sql(
            """
            update job_batch set group_name = case when seq > middle then 'second' else 'first' end
            from (select avg(seq) as middle from job_batch) as all_batches
            """)
        .update();
    world.jdbc.sql("analyze job_batch").update();
    JobFilter second = new JobFilter(world.task, "second", null, List.of());
    world.transaction.executeWithoutResult(status -> {
      long before = world.jdbc.sql(READ).query(Long.class).single();
      assertThat(queries.list(second, null, 10))
          .hasSize(10)
          .allMatch(job -> "second".equals(job.group()));
      long read = world.jdbc.sql(READ).query(Long.class).single() - before;
      assertThat(read).isLessThan(100);
    });
  }

  /**
   * A plan that reads the whole table would make the page of a large installation slow. The page is
   * read so often that the server may choose a plan without knowing the parameters.
   */
  @Test
  void pageReadsOnlyTheRowsOfItsJobs() {
    EndedJobs jobs = new EndedJobs(world);
    jobs.insert(20);
    PageCursor middle = JobQueries.cursor(page(null, null, 1000).get(700));
    for (int i = 0; i < 12; i++) {
      assertThat(jobs.rowsRead(() -> page(null, null, 101))).isLessThanOrEqualTo(101);
      assertThat(jobs.rowsRead(() -> page(null, middle, 101))).isLessThanOrEqualTo(101);
      assertThat(jobs.rowsRead(() -> page(JobStatus.SUCCEEDED, middle, 101)))
          .isLessThanOrEqualTo(2 * 101 + 101);
      assertThat(jobs.rowsRead(() -> page(JobStatus.FAILED, null, 101))).isZero();
    }
  }

  /** A chosen job costs one row. */
  @Test
  void chosenJobsAreReadByTheirKeys() {
    EndedJobs jobs = new EndedJobs(world);
    jobs.insert(20);
    List<JobId> chosen = ids(page(null, null, 1000));
    JobFilter filter = new JobFilter(world.task, null, null, chosen);
    for (int i = 0; i < 12; i++) {
      assertThat(jobs.rowsRead(() -> assertThat(queries.list(filter, null, 1000)).hasSize(1000)))
          .isLessThanOrEqualTo(1000);
    }
  }

  /** Batches of 9, 10 and 4 jobs: running, ended, waiting for a retry, withdrawn and in tails. */
  private void submitInAllStates() {
    UUID first = world.submit(9, 1);
    world.submit(10, 0);
    world.admit();
    world.submit(4, 0);
    world.place(world.plan(6));
    for (int index = 0; index < 5; index++) {
      world.report(world.job(first, index), new JobEvent.ContainerStarted());
    }
    world.report(world.job(first, 0), new JobEvent.Exited(0, false));
    world.report(world.job(first, 1), new JobEvent.Exited(1, false));
    world.cancel(new JobId(first, 7));
  }

  private List<JobId> pages(@Nullable JobStatus status, int size) {
    List<JobId> jobs = new ArrayList<>();
    List<JobRow> page = page(status, null, size);
    while (!page.isEmpty()) {
      jobs.addAll(ids(page));
      page = page(status, JobQueries.cursor(page.getLast()), size);
    }
    return jobs;
  }

  private List<JobRow> page(@Nullable JobStatus status, @Nullable PageCursor after, int limit) {
    return queries.list(new JobFilter(world.task, null, status, List.of()), after, limit);
  }

  private static List<JobId> ids(List<JobRow> rows) {
    return rows.stream().map(JobRow::id).toList();
  }
}
