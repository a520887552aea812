package org.openhtc.job.timeline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads the attempts on hosts: those that have not ended, the latest attempts of ended jobs, and
 * those that were followed by another. Each part reads at most as many rows as are returned.
 */
@Repository
class HostAttemptQueries {
  /** A job that ended while it waited has its last attempt in table job_attempt already. */
  private static final String OF_HOSTS =
      """
      select h.name, a.*, b.project_id, b.task_id, b.vcpus,
             coalesce(a.job_memory_mib, b.memory_mib) as memory_mib
      from unnest(:hosts::text[]) as h (name)
      cross join lateral (
        (select batch_id, index, attempt, status, null as failure_code, false as user_cancelled,
                memory_mib as job_memory_mib, placed_at, started_at, null::timestamptz as ended_at
         from job
         where host = h.name and status in ('STARTING', 'RUNNING') and placed_at < :to
         order by placed_at desc limit :limit)
        union all
        (select batch_id, index, attempt, status, failure_code, user_cancelled,
                memory_mib, placed_at, started_at, completed_at
         from job j
         where host = h.name and completed_at >= :from and placed_at < :to
           and not exists (
             select from job_attempt p
             where p.batch_id = j.batch_id and p.index = j.index and p.attempt = j.attempt)
         order by completed_at desc limit :limit)
        union all
        (select batch_id, index, attempt,
                case when ended_at is null and final_exit_code = 0 and not final_cancelled
                  then 'SUCCEEDED' else 'FAILED' end,
                null, ended_at is null and final_cancelled, null::integer, placed_at, started_at,
                coalesce(ended_at, final_at)
         from job_attempt
         where host = h.name and coalesce(ended_at, final_at) >= :from and placed_at < :to
         order by coalesce(ended_at, final_at) desc limit :limit)
        order by placed_at desc, batch_id, index limit :limit
      ) a
      join job_batch b on b.id = a.batch_id
      order by h.name, a.placed_at desc, a.batch_id, a.index
      """;

  private final JdbcClient jdbc;

  HostAttemptQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The attempts of each host that were on it between the times, the latest placed first.
   *
   * @param most number of attempts of each host
   */
  Map<String, List<HostAttempt>> between(List<String> hosts, Instant from, Instant to, int most) {
    Map<String, List<HostAttempt>> attempts = new LinkedHashMap<>();
    jdbc.sql(OF_HOSTS)
        .param("hosts", SqlArrays.texts(hosts))
        .param("from", SqlTime.of(from))
        .param("to", SqlTime.of(to))
        .param("limit", most)
        .query(row -> {
          attempts
              .computeIfAbsent(row.getString("name"), host -> new ArrayList<>())
              .add(attempt(row));
        });
    return attempts;
  }

  private static HostAttempt attempt(ResultSet row) throws SQLException {
    return new HostAttempt(
        new JobId(row.getObject("batch_id", UUID.class), row.getInt("index")).toString(),
        row.getInt("attempt"),
        row.getObject("project_id", UUID.class),
        row.getObject("task_id", UUID.class),
        JobStatus.valueOf(row.getString("status")),
        row.getString("failure_code"),
        row.getBoolean("user_cancelled"),
        row.getInt("vcpus"),
        row.getInt("memory_mib"),
        SqlTime.required(row, "placed_at"),
        SqlTime.optional(row, "started_at"),
        SqlTime.optional(row, "ended_at"));
  }
}
