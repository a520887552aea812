package org.openhtc.job.query;

import java.util.Optional;
import java.util.UUID;
import org.openhtc.storage.AttemptActivity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads for module {@code storage} which attempts are on a host. */
@Component
class AttemptActivityQueries implements AttemptActivity {
  /** Two reads by primary key. */
  private static final String ON_HOST =
      """
      select b.project_id, b.task_id
      from job j join job_batch b on b.id = j.batch_id
      where j.batch_id = :batch and j.index = :index and j.attempt = :attempt
        and j.status in ('STARTING', 'RUNNING')
      """;

  private final JdbcClient jdbc;

  AttemptActivityQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Owner> onHost(UUID batchId, int index, int attempt) {
    return jdbc.sql(ON_HOST)
        .param("batch", batchId)
        .param("index", index)
        .param("attempt", attempt)
        .query((row, number) ->
            new Owner(
                row.getObject("project_id", UUID.class), row.getObject("task_id", UUID.class)))
        .optional();
  }
}
