package org.openhtc.job.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Removes batches whose jobs have all ended, with the rows and events of the jobs. Only a retry by
 * a user locks such a batch, so a removal blocks nothing else.
 */
@Repository
class PurgeStore {
  /** Limits of a portion: removing 10,000 jobs with their events takes a fraction of a second. */
  private static final int BATCHES = 100;

  private static final int JOBS = 10_000;

  /** The first batches that together have at most {@code :jobs} jobs; at least one batch. */
  private static final String BOUNDED =
      """
      select id, project_id, task_id, size, ended_at from (
        select first.*, sum(size) over (order by ended_at, id) - size as before
        from (
          select id, project_id, task_id, size, ended_at from job_batch
          where %s
          order by ended_at, id limit :batches
        ) first
      ) counted
      where before < :jobs
      """;

  private static final String ENDED =
      BOUNDED.formatted("ended_at <= :limit and id <> all(:without::uuid[])");
  private static final String OF_TASK =
      BOUNDED.formatted("task_id = :task and ended_at is not null");

  private static final String REMOVE =
      "delete from job_batch where id = any(:ids::uuid[]) and ended_at <= :limit";

  private static final String REMOVE_OF_TASK =
      "delete from job_batch where id = any(:ids::uuid[]) and ended_at is not null";

  private static final String SCHEDULE =
      "insert into job_purge (task_id, ordered_at) values (:task, :now)";

  private static final String FIRST_SCHEDULED =
      "select task_id from job_purge order by ordered_at, task_id limit 1";

  private static final String DONE = "delete from job_purge where task_id = :task";

  /** A batch to remove. */
  record Ended(UUID id, UUID projectId, UUID taskId, int size, Instant endedAt) {}

  private final JdbcClient jdbc;

  PurgeStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Some of the batches that ended at the limit or before, in the order of their end.
   *
   * @param without ids of batches to leave out
   */
  List<Ended> endedUntil(Instant limit, Collection<UUID> without) {
    return bounded(
        jdbc.sql(ENDED)
            .param("limit", SqlTime.of(limit))
            .param("without", SqlArrays.uuids(without)));
  }

  List<Ended> ofTask(UUID taskId) {
    return bounded(jdbc.sql(OF_TASK).param("task", taskId));
  }

  private static List<Ended> bounded(JdbcClient.StatementSpec statement) {
    return statement.param("batches", BATCHES).param("jobs", JOBS).query(PurgeStore::ended).list();
  }

  private static Ended ended(ResultSet row, int number) throws SQLException {
    return new Ended(
        row.getObject("id", UUID.class),
        row.getObject("project_id", UUID.class),
        row.getObject("task_id", UUID.class),
        row.getInt("size"),
        SqlTime.required(row, "ended_at"));
  }

  /**
   * Removes the batches, except those whose jobs a user has retried since.
   *
   * @param limit the latest end of their jobs when they were read
   */
  void remove(Collection<Ended> batches, Instant limit) {
    jdbc.sql(REMOVE)
        .param("ids", SqlArrays.uuids(batches, Ended::id))
        .param("limit", SqlTime.of(limit))
        .update();
  }

  /**
   * Removes batches of a deleted task, whose jobs can't be retried. Their ends may be later than
   * the present time, if the clock was set back.
   */
  void removeOfTask(Collection<Ended> batches) {
    jdbc.sql(REMOVE_OF_TASK).param("ids", SqlArrays.uuids(batches, Ended::id)).update();
  }

  void schedule(UUID taskId, Instant now) {
    jdbc.sql(SCHEDULE).param("task", taskId).param("now", SqlTime.of(now)).update();
  }

  /** The task that was deleted first. */
  Optional<UUID> firstScheduled() {
    return jdbc.sql(FIRST_SCHEDULED).query(UUID.class).optional();
  }

  void done(UUID taskId) {
    jdbc.sql(DONE).param("task", taskId).update();
  }
}
