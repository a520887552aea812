package org.openhtc.job.cancellation;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.SqlTime;
import org.openhtc.job.lifecycle.JobChange;
import org.openhtc.job.lifecycle.JobRowStore;
import org.openhtc.job.lifecycle.TailEventWriter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Cancels the live jobs of a task or group, whole tails in one statement; inside a transaction. */
@Repository
public class TaskCancellationStore {
  private static final String LOCK_LIVE =
      """
      select id from job_batch
      where task_id = :task and is_live and (:group::text is null or group_name = :group)
      order by id for update
      """;

  private static final String END_TAILS =
      """
      update job_batch
      set tail_status = 'FAILED', tail_reason = 'Cancelled by the user', tail_cancelled = true,
          tail_ended_at = :now, updated_at = :now
      where id = any(:ids::uuid[]) and next_index < size and tail_status <> 'FAILED'
      returning id
      """;

  private static final String WAITING =
      """
      select batch_id, index from job where batch_id = any(:ids::uuid[]) and status = 'RUNNABLE'
      """;

  private static final String ASK_HOSTS =
      """
      update job set cancel_requested_at = :now, updated_at = :now
      where batch_id = any(:ids::uuid[]) and status in ('STARTING', 'RUNNING')
        and cancel_requested_at is null
      returning host
      """;

  private final JdbcClient jdbc;
  private final JobRowStore transitions;
  private final TailEventWriter history;

  public TaskCancellationStore(JdbcClient jdbc, JobRowStore transitions, TailEventWriter history) {
    this.jdbc = jdbc;
    this.transitions = transitions;
    this.history = history;
  }

  /**
   * @return the hosts that have to end jobs
   */
  Set<String> cancel(UUID task, @Nullable String group, Instant now) {
    String[] batches = lockLive(task, group);
    endTails(batches, now);
    endWaiting(batches, now);
    return askHosts(batches, now);
  }

  private String[] lockLive(UUID task, @Nullable String group) {
    return jdbc
        .sql(LOCK_LIVE)
        .param("task", task)
        .param("group", group)
        .query((row, n) -> row.getString("id"))
        .list()
        .stream()
        .toArray(String[]::new);
  }

  private void endTails(String[] batches, Instant now) {
    history.ended(
        jdbc.sql(END_TAILS)
            .param("ids", batches)
            .param("now", SqlTime.of(now))
            .query((row, n) -> row.getObject(1, UUID.class))
            .list());
  }

  private void endWaiting(String[] batches, Instant now) {
    List<JobId> waiting =
        jdbc.sql(WAITING)
            .param("ids", batches)
            .query((row, n) -> new JobId(row.getObject(1, UUID.class), row.getInt(2)))
            .list();
    Map<JobId, JobChange> jobs = transitions.lock(waiting);
    jobs.values().forEach(job -> job.apply(job.from.attempt(), now, new JobEvent.Cancelled()));
    transitions.write(jobs.values());
  }

  private Set<String> askHosts(String[] batches, Instant now) {
    return new HashSet<>(
        jdbc.sql(ASK_HOSTS)
            .param("ids", batches)
            .param("now", SqlTime.of(now))
            .query(String.class)
            .list());
  }
}
