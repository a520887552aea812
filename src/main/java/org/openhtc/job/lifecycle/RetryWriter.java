package org.openhtc.job.lifecycle;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Lets ended jobs with rows of their own wait for another attempt, on a user's request: four
 * statements for any number of jobs. Runs inside a transaction that has locked the batches. Jobs of
 * ended tails are retried by {@link TailWriter#retry}.
 */
@Repository
public class RetryWriter {
  private static final String ENDED =
      """
      from unnest(:batches::uuid[], :indexes::int[]) as wanted (batch_id, index)
      join job j on j.batch_id = wanted.batch_id and j.index = wanted.index
        and j.status in ('SUCCEEDED', 'FAILED')
      """;

  /** An attempt that was followed by a wait in which the job ended has a row already. */
  private static final String RECORD_ENDS =
      """
      insert into job_attempt as a
        (batch_id, index, attempt, requested_at, region, host, placed_at, started_at, final_at,
         final_reason, final_exit_code, final_cancelled)
      select j.batch_id, j.index, greatest(j.attempt, 1), j.requested_at, j.region, j.host,
             j.placed_at, j.started_at, j.completed_at, j.status_reason, j.exit_code,
             j.user_cancelled
      %s
      on conflict (batch_id, index, attempt) do update
      set final_at = excluded.final_at, final_reason = excluded.final_reason,
          final_exit_code = excluded.final_exit_code, final_cancelled = excluded.final_cancelled
      """
          .formatted(ENDED);

  private static final String COUNT =
      """
      update job_batch b
      set waiting = b.waiting + d.failed + d.succeeded, failed = b.failed - d.failed,
          succeeded = b.succeeded - d.succeeded, failures = 0, stop_reason = null,
          last_placed_at = :now, updated_at = :now
      from (
        select j.batch_id, count(*) filter (where j.status = 'FAILED') as failed,
               count(*) filter (where j.status = 'SUCCEEDED') as succeeded
        %s
        group by j.batch_id
      ) d
      where b.id = d.batch_id
      """
          .formatted(ENDED);

  private static final String RECORD_EVENTS =
      """
      insert into job_event (batch_id, attempt, status, indexes)
      select j.batch_id, greatest(j.attempt, 1) + 1, 'REQUESTED', array_agg(j.index order by j.index)
      %s
      group by 1, 2 order by 1, 2
      """
          .formatted(ENDED);

  /**
   * Its retries begin again, with the memory of its last attempt. It may have ended after the
   * request, whose work is done in portions.
   */
  private static final String RETRY =
      """
      update job t
      set status = 'RUNNABLE', status_reason = :reason, attempt = greatest(t.attempt, 1) + 1,
          retries_used = 0, faults = 0, region = null, host = null, failure_code = null,
          exit_code = null, user_cancelled = false,
          requested_at = greatest(:now, t.completed_at), placed_at = null,
          started_at = null, completed_at = null, cancel_requested_at = null,
          peak_memory_mib = null, cpu_millis = null,
          updated_at = greatest(:now, t.completed_at)
      %s
      where t.batch_id = j.batch_id and t.index = j.index
      """
          .formatted(ENDED);

  /** Resets what {@code failFast} counts: earlier failures no longer stop the retried jobs. */
  private static final String FORGET_FAILURES =
      """
      update job_batch b set failures = 0
      from (
        select id from job_batch
        where task_id = :task and (:group::text is null or group_name = :group)
          and fail_fast is not null and failures > 0
        order by id for update
      ) failed
      where b.id = failed.id
      """;

  private final JdbcClient jdbc;

  RetryWriter(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Lets those of the jobs wait that have rows of their own and have ended. */
  public void retry(Collection<JobId> jobs, Instant now) {
    if (!jobs.isEmpty()) {
      ofJobs(RECORD_ENDS, jobs).update();
      ofJobs(COUNT, jobs).param("now", SqlTime.of(now)).update();
      ofJobs(RECORD_EVENTS, jobs).update();
      ofJobs(RETRY, jobs)
          .param("now", SqlTime.of(now))
          .param("reason", StatusReason.RETRIED)
          .update();
    }
  }

  /**
   * To be called before jobs are retried: {@code failFast} counts only later failures.
   *
   * @param group null for the whole task
   */
  public void forgetFailures(UUID task, @Nullable String group) {
    jdbc.sql(FORGET_FAILURES).param("task", task).param("group", group).update();
  }

  private JdbcClient.StatementSpec ofJobs(String sql, Collection<JobId> jobs) {
    return jdbc.sql(sql)
        .param("batches", SqlArrays.uuids(jobs, JobId::batchId))
        .param("indexes", SqlArrays.integers(jobs, JobId::index));
  }
}
