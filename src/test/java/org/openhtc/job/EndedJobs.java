package org.openhtc.job;

import java.util.UUID;

/** Many ended jobs with rows of their own, and how many rows of jobs a read costs. */
public final class EndedJobs {
  private static final String END_BATCH =
      "update job_batch set next_index = size, succeeded = size where id = :batch";

  private static final String INSERT_ROWS =
      """
      insert into job (batch_id, index, status, status_reason, attempt, region, host, placed_at,
                       started_at, completed_at, updated_at, peak_memory_mib, cpu_millis)
      select b.id, i, 'SUCCEEDED', 'ended', 1, 'AWS_US_WEST_2', 'h1', now(), now(), now(), now(),
             1, 1
      from job_batch b cross join generate_series(0, b.size - 1) as i
      where b.id = :batch
      """;

  private static final String ROWS_READ =
      """
      select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)
      from pg_stat_xact_user_tables where relname = 'job'
      """;

  private final JobWorld world;

  public EndedJobs(JobWorld world) {
    this.world = world;
  }

  /** Inserts batches of a thousand jobs, and updates the statistics of the planner. */
  public void insert(int batches) {
    for (int i = 0; i < batches; i++) {
      UUID batch = world.submit(1_000, 0);
      world.jdbc.sql(END_BATCH).param("batch", batch).update();
      world.jdbc.sql(INSERT_ROWS).param("batch", batch).update();
    }
    world.jdbc.sql("vacuum analyze job").update();
    world.jdbc.sql("vacuum analyze job_batch").update();
  }

  /** The rows of jobs that the server has to read; the world must have one connection. */
  public long rowsRead(Runnable read) {
    Long rows =
        world.transaction.execute(status -> {
          long before = rowsRead();
          read.run();
          return rowsRead() - before;
        });
    return rows == null ? 0 : rows;
  }

  private long rowsRead() {
    return world.jdbc.sql(ROWS_READ).query(Long.class).single();
  }
}
