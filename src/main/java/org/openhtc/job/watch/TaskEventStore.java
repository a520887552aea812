package org.openhtc.job.watch;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.query.JobHistoryEntry;
import org.openhtc.job.query.JobQueries;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the events of the jobs of a task, for each job in the order in which they happened. */
@Repository
class TaskEventStore implements TaskEvents {
  /**
   * The position of an event in its job's history, which always begins with the submission. A job
   * that was admitted, with its batch or on its own, has two entries for that. An attempt has
   * entries for the user's request of it, its placement, its start, its end that led to the next
   * attempt, and the end of the job after which a user retried it, as far as there were such.
   */
  private static final String POSITION =
      """
      case when e.attempt = 0 then
             case e.status when 'SUBMITTED_TO_PROVIDER' then 1 when 'RUNNABLE' then 2
               else case when j.never_admitted then 1 else 3 end end
           else case when j.never_admitted then 1 else 3 end
             + case when e.attempt = 1 then 0 else (
                 select coalesce(sum(num_nonnulls(p.requested_at, p.placed_at, p.started_at,
                                                  p.ended_at, p.final_at)), 0)::int
                 from job_attempt p
                 where p.batch_id = e.batch_id and p.index = i.index and p.attempt < e.attempt) end
             + case when e.status = 'REQUESTED' then 0
                    when a.attempt is null then num_nonnulls(j.requested_at)
                    else num_nonnulls(a.requested_at) end
             + case when e.status in ('REQUESTED', 'STARTING') then 0
                    when e.status = 'RUNNING' then 1
                    when e.status = 'RUNNABLE' then num_nonnulls(a.placed_at, a.started_at)
                    when a.attempt is null then num_nonnulls(j.placed_at, j.started_at)
                    else num_nonnulls(a.placed_at, a.started_at, a.ended_at) end
           end\
      """;

  private static final String OF_TASK =
      "b.task_id = :task and (:group::text is null or b.group_name = :group)\n";

  /** The events of all tasks in a range of ordinals, for a short range. */
  private static final String OF_RANGE = "from %s e join job_batch b on b.id = e.batch_id\n";

  /**
   * Reads only the events of the task's batches, however many others a long range has. The
   * comparison of pairs leaves only one plan: a range of the index of a batch's events, in order.
   * The first events are chosen before their jobs are read: each has a job, and earlier reads may
   * have returned all jobs of the first one.
   */
  private static final String OF_BATCHES =
      """
      from (
        select n.* from job_batch t cross join lateral (
          select * from %s
          where (batch_id, ordinal) >= (t.id, :next) and (batch_id, ordinal) <= (t.id, :until)
          order by batch_id, ordinal limit :limit + 1
        ) n
        where t.task_id = :task and (:group::text is null or t.group_name = :group)
        order by n.ordinal limit :limit + 1
      ) e join job_batch b on b.id = e.batch_id
      """;

  private static final String OF_JOBS =
      "select e.ordinal, e.batch_id, i.index, b.size, null::integer[] as withdrawn,\n"
          + POSITION
          + " as position, "
          + JobHistoryEntry.COLUMNS
          + "\n%s"
          + JobQueries.ROWS_OF_EVENTS
          + """
          where e.ordinal >= :next and e.ordinal <= :until
            and (e.ordinal > :after or i.index > :afterIndex) and
          """
          + OF_TASK
          + "order by e.ordinal, i.index limit :limit";

  private static final String OF_TAILS =
      """
      select e.ordinal, e.batch_id, e.first_index, b.size, e.withdrawn, e.position, e.at, e.status,
             e.status_reason, 0, null, null, null, e.user_cancelled, b.priority, b.architecture
      %s
      where e.ordinal >= :next and e.ordinal <= :until and
      """
          + OF_TASK
          + "order by e.ordinal limit :limit";

  private static final String READ_RANGE = read(OF_RANGE);
  private static final String READ_BATCHES = read(OF_BATCHES);

  /** The number of ordinals above which the events of the task's batches are read. */
  private static final long LONG_RANGE = 5_000;

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

  private static String read(String source) {
    return "(%s) union all (%s) order by ordinal, index limit :limit"
        .formatted(
            OF_JOBS.formatted(source.formatted("job_event")),
            OF_TAILS.formatted(source.formatted("tail_event")));
  }

  @Override
  public List<StoredEvent> read(
      UUID task, @Nullable String group, EventPosition after, long until, int limit) {
    boolean isLong = until - after.ordinal() > LONG_RANGE;
    return jdbc.sql(isLong ? READ_BATCHES : READ_RANGE)
        .param("task", task)
        .param("group", group)
        .param("after", after.ordinal())
        .param("afterIndex", after.index())
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
