package org.openhtc.job.log;

import java.util.UUID;
import org.openhtc.job.JobId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads and writes the sizes of the logs that are objects of the store. */
@Repository
class LargeLogStore {
  /** Nothing for a batch that was purged meanwhile. */
  private static final String ADD =
      """
      insert into job_large_log (batch_id, index, attempt, project_id, bytes)
      select id, :index, :attempt, :project, :bytes from job_batch where id = :batch
      on conflict (batch_id, index, attempt) do update set bytes = excluded.bytes
      """;

  private static final String SPACE =
      "select coalesce(sum(bytes), 0) from job_large_log where project_id = :project";

  private final JdbcClient jdbc;

  LargeLogStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(UUID project, JobId job, int attempt, long bytes) {
    jdbc.sql(ADD)
        .param("batch", job.batchId())
        .param("index", job.index())
        .param("attempt", attempt)
        .param("project", project)
        .param("bytes", bytes)
        .update();
  }

  /** The size of all large logs of a project, in bytes. */
  long space(UUID project) {
    return jdbc.sql(SPACE).param("project", project).query(Long.class).single();
  }
}
