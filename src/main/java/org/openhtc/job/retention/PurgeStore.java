package org.openhtc.job.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Removes batches whose jobs have all ended; rows and events of the jobs go with them. Nobody else
 * locks such a batch, so nothing ever waits for a removal.
 */
@Repository
class PurgeStore {
  /** Ten thousand jobs with their events go within a fraction of a second. */
  private static final int BATCHES = 100;

  private static final int JOBS = 10_000;

  /** As many of the first ones as hold no more jobs than a portion may; at least one. */
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
      "delete from job_batch where id = any(:ids::uuid[]) and ended_at is not null";

  private static final String ORDER =
      "insert into job_purge (task_id, ordered_at) values (:task, :now)";

  private static final String FIRST_ORDER =
      "select task_id from job_purge order by ordered_at, task_id limit 1";

  private static final String DONE = "delete from job_purge where task_id = :task";

  /** A batch that is to go. */
  record Ended(UUID id, UUID projectId, UUID taskId, int size, Instant endedAt) {}

  private final JdbcClient jdbc;

  PurgeStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Some of the batches that ended at that moment or before, those first that ended first.
   *
   * @param without ids of batches that are left out
   */
  List<Ended> endedUntil(Instant limit, Collection<UUID> without) {
    return bounded(
        jdbc.sql(ENDED)
            .param("limit", SqlTime.of(limit))
            .param("without", without.stream().map(UUID::toString).toArray(String[]::new)));
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

  void remove(Collection<Ended> batches) {
    jdbc.sql(REMOVE)
        .param("ids", batches.stream().map(b -> b.id().toString()).toArray(String[]::new))
        .update();
  }

  void order(UUID taskId, Instant now) {
    jdbc.sql(ORDER).param("task", taskId).param("now", SqlTime.of(now)).update();
  }

  /** The deleted task that has waited longest. */
  Optional<UUID> firstOrder() {
    return jdbc.sql(FIRST_ORDER).query(UUID.class).optional();
  }

  void done(UUID taskId) {
    jdbc.sql(DONE).param("task", taskId).update();
  }
}
