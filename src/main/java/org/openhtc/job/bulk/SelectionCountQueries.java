package org.openhtc.job.bulk;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openhtc.job.FailureCode;
import org.openhtc.job.submission.WaitingWork;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts the ended jobs that a selection contains. A tail counts as a whole. */
@Repository
class SelectionCountQueries {
  private static final String BATCHES =
      """
      b.task_id = :task and (:group::text is null or b.group_name = :group)
        and b.seq >= :firstSeq and b.seq <= :until
      """;

  private static final String COUNT =
      """
      select b.project_id, b.regions, b.priority, b.architecture, b.vcpus, b.memory_mib, b.disk_gib,
             sum(n.jobs) as jobs, count(distinct b.id) filter (where not b.is_live) as batches
      from (
        select b.id, count(*) as jobs
        from job_batch b join job j on j.batch_id = b.id
        where %1$s and j.status = :status
          and (:failureCode::text is null or j.failure_code = :failureCode)
          and (:exitCode::int is null or j.exit_code = :exitCode)
          and (:cancelled::boolean is null or j.user_cancelled = :cancelled)
          and (b.seq, j.index) >= (:firstSeq, :firstIndex)
          and (b.seq, j.index) <= (:until, :untilIndex)
        group by b.id
        union all
        select b.id, b.tail_size
        from job_batch b
        where %1$s and b.tail_status = :status and b.tail_size > 0 and :exitCode::int is null
          and (:failureCode::text is null or b.tail_failure = :failureCode)
          and (:cancelled::boolean is null or b.tail_cancelled = :cancelled)
      ) n
      join job_batch b on b.id = n.id
      group by 1, 2, 3, 4, 5, 6, 7
      """
          .formatted(BATCHES);

  private final JdbcClient jdbc;

  SelectionCountQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The work that would wait if the chosen ended jobs were retried. */
  WaitingWork ended(UUID task, JobSelection chosen) {
    FailureCode failure = chosen.failureCode();
    List<WaitingWork> parts =
        jdbc.sql(COUNT)
            .param("task", task)
            .param("group", chosen.group())
            .param("status", RetryPortion.status(chosen).name())
            .param("failureCode", failure == null ? null : failure.wireName())
            .param("exitCode", chosen.exitCode())
            .param("cancelled", chosen.userCancelled())
            .param("firstSeq", chosen.first().seq())
            .param("firstIndex", chosen.first().index())
            .param("until", chosen.last().seq())
            .param("untilIndex", chosen.last().index())
            .query((row, n) -> ofClass(row))
            .list();
    List<WaitingWork.DemandClass> classes = new ArrayList<>();
    parts.forEach(part -> classes.addAll(part.classes()));
    return new WaitingWork(
        parts.stream().mapToLong(WaitingWork::jobs).sum(),
        parts.stream().mapToLong(WaitingWork::batches).sum(),
        classes);
  }

  private static WaitingWork ofClass(ResultSet row) throws SQLException {
    return new WaitingWork(
        row.getLong("jobs"), row.getLong("batches"), List.of(WaitingWork.DemandClass.of(row)));
  }
}
