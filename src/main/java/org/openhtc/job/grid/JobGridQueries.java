package org.openhtc.job.grid;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobStatus;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads the grid of a task. The counters of a batch show how many of its placed jobs have not
 * succeeded, so only the rows of those are read, each kind by an index of its own.
 */
@Repository
class JobGridQueries {
  private static final String OF_TASK =
      """
      select id, seq, size, job_name, group_name, next_index, withdrawn, tail_status, tail_failure,
             tail_cancelled, failed, waiting, starting + running as on_hosts
      from job_batch
      where task_id = :task and seq > :after
      """;

  private static final String IN_ORDER = " order by seq limit :limit";

  /** An ended batch has changed last when it ended: only the live ones are compared one by one. */
  private static final String CHANGED =
      OF_TASK
          + " and is_live and updated_at >= :since union all "
          + OF_TASK
          + " and ended_at >= :since"
          + IN_ORDER;

  private static final String NOT_SUCCEEDED =
      """
      select batch_id, index, status, failure_code, user_cancelled
      from job where status = 'FAILED' and batch_id = any(:failed::uuid[])
      union all
      select batch_id, index, status, null, false
      from job where status = 'RUNNABLE' and batch_id = any(:waiting::uuid[])
      union all
      select batch_id, index, status, null, false
      from job where status in ('STARTING', 'RUNNING') and batch_id = any(:on_hosts::uuid[])
      """;

  /** A batch with the numbers of its placed jobs that have not succeeded. */
  private record Row(
      UUID id,
      long seq,
      int size,
      @Nullable String jobName,
      @Nullable String group,
      CellRuns cells,
      int failed,
      int waiting,
      int onHosts) {

    GridBatch toBatch() {
      return new GridBatch(id, seq, size, jobName, group, cells.coded());
    }
  }

  private final JdbcClient jdbc;

  JobGridQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The batches in the order of submission. All statements see the same state of the database, so
   * that no job is missing because it ended in between.
   *
   * @param after only batches with a higher order
   * @param since only batches that changed at this time or later; null for all
   */
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public List<GridBatch> batches(UUID task, long after, @Nullable Instant since, int limit) {
    JdbcClient.StatementSpec selection =
        since == null
            ? jdbc.sql(OF_TASK + IN_ORDER)
            : jdbc.sql(CHANGED).param("since", SqlTime.of(since));
    List<Row> rows =
        selection
            .param("task", task)
            .param("after", after)
            .param("limit", limit)
            .query((row, n) -> row(row))
            .list();
    Map<UUID, CellRuns> cells = new HashMap<>();
    rows.forEach(row -> cells.put(row.id, row.cells));
    fill(rows, cells);
    return rows.stream().map(Row::toBatch).toList();
  }

  private void fill(List<Row> rows, Map<UUID, CellRuns> cells) {
    jdbc.sql(NOT_SUCCEEDED)
        .param("failed", ids(rows, row -> row.failed > 0))
        .param("waiting", ids(rows, row -> row.waiting > 0))
        .param("on_hosts", ids(rows, row -> row.onHosts > 0))
        .query(row -> {
          CellRuns batch = cells.get(row.getObject(1, UUID.class));
          JobStatus status = JobStatus.valueOf(row.getString(3));
          if (batch != null) {
            batch.set(row.getInt(2), CellState.ofJob(status, row.getString(4), row.getBoolean(5)));
          }
        });
  }

  /** As if all jobs with rows of their own had succeeded. */
  private static CellRuns cells(ResultSet row, int size, CellState tail) throws SQLException {
    CellRuns cells = new CellRuns(size, row.getInt("next_index"), tail);
    for (Integer index : (Integer[]) row.getArray("withdrawn").getArray()) {
      cells.set(index, CellState.SUCCEEDED);
    }
    return cells;
  }

  private static String[] ids(List<Row> rows, Predicate<Row> isWanted) {
    return SqlArrays.uuids(rows.stream().filter(isWanted).toList(), Row::id);
  }

  private static Row row(ResultSet row) throws SQLException {
    int size = row.getInt("size");
    CellState tail =
        CellState.ofTail(
            JobStatus.valueOf(row.getString("tail_status")),
            row.getString("tail_failure"),
            row.getBoolean("tail_cancelled"));
    return new Row(
        row.getObject("id", UUID.class),
        row.getLong("seq"),
        size,
        row.getString("job_name"),
        row.getString("group_name"),
        cells(row, size, tail),
        row.getInt("failed"),
        row.getInt("waiting"),
        row.getInt("on_hosts"));
  }
}
