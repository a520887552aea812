package org.openhtc.job.watch;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.query.JobHistoryEntry;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the events of the jobs of a task, for each job in the order in which they happened. */
@Repository
class TaskEventStore {
  /**
   * The position of an event in its job's history. The entries shared with the tail come first:
   * one, or three if the job was admitted with its batch.
   */
  private static final String POSITION =
      """
      case when b.admitted_at is null or e.index < b.admitted_singly_below or j.never_admitted
        then 1 else 3 end
      + (select count(*) from job_event before
         where before.batch_id = e.batch_id and before.index = e.index
           and before.ordinal < e.ordinal)::int
      """;

  private static final String OF_TASK =
      "b.task_id = :task and (:group::text is null or b.group_name = :group)\n";

  private static final String OF_JOBS =
      "select e.ordinal, e.batch_id, e.index, b.size, null::integer[] as withdrawn,\n"
          + POSITION
          + " as position, "
          + JobHistoryEntry.COLUMNS
          + """

          from job_event e
          join job_batch b on b.id = e.batch_id
          left join job j on j.batch_id = e.batch_id and j.index = e.index
          where e.ordinal > :after and e.ordinal <= :until and
          """
          + OF_TASK
          + "order by e.ordinal limit :limit";

  private static final String OF_TAILS =
      """
      select e.ordinal, e.batch_id, e.first_index, b.size, e.withdrawn, e.position, e.at, e.status,
             e.status_reason, 0, null, null, null, e.user_cancelled, b.priority, b.architecture
      from tail_event e
      join job_batch b on b.id = e.batch_id
      where e.ordinal >= :next and e.ordinal <= :until and
      """
          + OF_TASK
          + "order by e.ordinal limit :limit";

  private static final String READ =
      "(" + OF_JOBS + ") union all (" + OF_TAILS + ") order by ordinal limit :limit";

  private static final String WITH_EVENTS =
      """
      select distinct b.task_id
      from (
        select batch_id from job_event where ordinal > :after and ordinal <= :until
        union
        select batch_id from tail_event where ordinal > :after and ordinal <= :until
      ) e
      join job_batch b on b.id = e.batch_id
      where b.task_id = any(:tasks::uuid[])
      """;

  private static final String LAST_DRAWN =
      "select case when is_called then last_value else 0 end from job_event_ordinal_seq";

  private static final String WRITERS =
      """
      select distinct virtualtransaction from pg_locks
      where locktype = 'relation' and mode = 'RowExclusiveLock' and granted
        and database = (select oid from pg_database where datname = current_database())
        and relation in ('job_event'::regclass, 'tail_event'::regclass)
      """;

  private final JdbcClient jdbc;

  TaskEventStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Reads stored events after the position, including the tail's event that the position is within.
   *
   * @param group only this group's jobs; null for all jobs
   * @param until highest ordinal that may be read
   */
  List<StoredEvent> read(
      UUID task, @Nullable String group, EventPosition after, long until, int limit) {
    return jdbc.sql(READ)
        .param("task", task)
        .param("group", group)
        .param("after", after.ordinal())
        .param("next", after.nextOrdinal())
        .param("until", until)
        .param("limit", limit)
        .query((row, n) -> StoredEvent.of(row))
        .list();
  }

  /** The tasks that have events with ordinals above {@code after} and up to {@code until}. */
  Set<UUID> withEvents(Collection<UUID> tasks, long after, long until) {
    return jdbc.sql(WITH_EVENTS)
        .param("tasks", SqlArrays.uuids(tasks))
        .param("after", after)
        .param("until", until)
        .query((row, n) -> row.getObject(1, UUID.class))
        .set();
  }

  /** The last ordinal that was assigned to any transaction. */
  long lastAssigned() {
    return jdbc.sql(LAST_DRAWN).query(Long.class).single();
  }

  /** The transactions that are writing events now. */
  Set<String> writers() {
    return jdbc.sql(WRITERS).query((row, n) -> row.getString("virtualtransaction")).set();
  }
}
