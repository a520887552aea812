package org.openhtc.job.query;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.openhtc.task.JobActivity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the activity of tasks for module {@code task}, whose retention depends on it. */
@Component
class TaskActivityQueries implements JobActivity {
  private static final String LIVE =
      """
      select t.id from unnest(:tasks::uuid[]) as t (id)
      where exists (select 1 from job_batch b where b.task_id = t.id and b.is_live)
      """;

  private static final String LAST_ENDS =
      """
      select t.id, b.ended_at
      from unnest(:tasks::uuid[]) as t (id)
      cross join lateral (
        select ended_at from job_batch
        where task_id = t.id and ended_at is not null
        order by ended_at desc limit 1
      ) b
      """;

  private final JdbcClient jdbc;

  TaskActivityQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Set<UUID> live(Collection<UUID> taskIds) {
    return jdbc.sql(LIVE).param("tasks", SqlArrays.uuids(taskIds)).query(UUID.class).list().stream()
        .collect(Collectors.toSet());
  }

  @Override
  public Map<UUID, Instant> lastEnds(Collection<UUID> taskIds) {
    Map<UUID, Instant> ends = new HashMap<>();
    jdbc.sql(LAST_ENDS)
        .param("tasks", SqlArrays.uuids(taskIds))
        .query(row -> {
          ends.put(row.getObject("id", UUID.class), SqlTime.required(row, "ended_at"));
        });
    return ends;
  }
}
