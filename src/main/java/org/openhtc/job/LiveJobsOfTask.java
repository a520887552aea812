package org.openhtc.job;

import java.util.UUID;
import org.openhtc.task.LiveJobs;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers module {@code task}, which must not archive or delete a task with live jobs. */
@Component
class LiveJobsOfTask implements LiveJobs {
  private static final String ANY =
      "select exists (select 1 from job_batch where task_id = :task and is_live)";

  private final JdbcClient jdbc;

  LiveJobsOfTask(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean any(UUID taskId) {
    return jdbc.sql(ANY).param("task", taskId).query(Boolean.class).single();
  }
}
