package org.openhtc.job.lifecycle;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobStatus;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Writes changed jobs, their history, and the counters of their batches: four statements at most
 * for any number of jobs. Runs inside a transaction that has locked the batches.
 */
@Repository
class JobChangeWriter {
  private static final String MOVE =
      """
      update job j
      set status = u.status, status_reason = u.reason, retries_used = u.retries, faults = u.faults,
          failure_code = u.failure, exit_code = u.exit_code, user_cancelled = u.cancelled,
          started_at = u.started_at, completed_at = u.completed_at,
          updated_at = greatest(:now, j.updated_at, u.started_at, u.completed_at),
          peak_memory_mib = coalesce(u.peak_memory, j.peak_memory_mib),
          cpu_millis = coalesce(u.cpu, j.cpu_millis),
          memory_mib = coalesce(u.memory, j.memory_mib),
          avoided_host = case when u.avoids_host then j.host else j.avoided_host end
      from unnest(:batches::uuid[], :indexes::int[], :fromStatus::text[], :attempts::int[],
                  :statuses::text[], :reasons::text[], :retries::int[], :faults::int[],
                  :failures::text[], :exitCodes::int[], :cancelled::boolean[],
                  :startedAt::timestamptz[], :completedAt::timestamptz[],
                  :peakMemory::bigint[], :cpu::bigint[], :memory::int[], :avoidsHost::boolean[])
        as u (batch_id, index, from_status, attempt, status, reason, retries, faults, failure,
              exit_code, cancelled, started_at, completed_at, peak_memory, cpu, memory,
              avoids_host)
      where j.batch_id = u.batch_id and j.index = u.index
        and j.status = u.from_status and j.attempt = u.attempt
      """;

  private static final String RECORD_ATTEMPTS =
      """
      insert into job_attempt
        (batch_id, index, attempt, requested_at, region, host, placed_at, started_at, ended_at,
         status_reason, exit_code)
      select u.batch_id, u.index, u.attempt, j.requested_at, j.region, j.host, j.placed_at,
             u.started_at, u.ended_at, u.reason, u.exit_code
      from unnest(:batches::uuid[], :indexes::int[], :attempts::int[], :startedAt::timestamptz[],
                  :endedAt::timestamptz[], :reasons::text[], :exitCodes::int[])
        as u (batch_id, index, attempt, started_at, ended_at, reason, exit_code)
      join job j on j.batch_id = u.batch_id and j.index = u.index
      """;

  /** The events of a job get ordinals in the order in which they happened. */
  private static final String RECORD_EVENTS =
      """
      insert into job_event (batch_id, attempt, status, indexes)
      select batch_id, attempt, status, array_agg(index order by index)
      from unnest(:steps::int[], :batches::uuid[], :indexes::int[], :attempts::int[],
                  :statuses::text[])
        as u (step, batch_id, index, attempt, status)
      group by step, batch_id, attempt, status
      order by step, batch_id, attempt, status
      """;

  private static final String COUNT =
      """
      update job_batch b
      set waiting = b.waiting + d.waiting, starting = b.starting + d.starting,
          running = b.running + d.running, succeeded = b.succeeded + d.succeeded,
          failed = b.failed + d.failed, failures = b.failures + d.failures,
          updated_at = greatest(b.updated_at, d.at, :now),
          longest_run_millis = greatest(b.longest_run_millis, d.run),
          largest_memory_mib = greatest(b.largest_memory_mib, d.memory),
          most_cpu_millis = greatest(b.most_cpu_millis, d.cpu)
      from (
        select u.batch_id, max(u.at) as at,
               max(u.run) as run, max(u.memory) as memory, max(u.cpu) as cpu,
               sum(case u.to_status when 'RUNNABLE' then 1 else 0 end
                 - case u.from_status when 'RUNNABLE' then 1 else 0 end) as waiting,
               sum(case u.to_status when 'STARTING' then 1 else 0 end
                 - case u.from_status when 'STARTING' then 1 else 0 end) as starting,
               sum(case u.to_status when 'RUNNING' then 1 else 0 end
                 - case u.from_status when 'RUNNING' then 1 else 0 end) as running,
               sum(case u.to_status when 'SUCCEEDED' then 1 else 0 end) as succeeded,
               sum(case u.to_status when 'FAILED' then 1 else 0 end) as failed,
               count(*) filter (where u.to_status = 'FAILED' and not u.cancelled) as failures
        from unnest(:batches::uuid[], :fromStatus::text[], :statuses::text[], :at::timestamptz[],
                    :runs::bigint[], :peakMemory::bigint[], :cpu::bigint[], :cancelled::boolean[])
          as u (batch_id, from_status, to_status, at, run, memory, cpu, cancelled)
        group by u.batch_id
      ) d
      where b.id = d.batch_id
      returning case when b.fail_fast is not null and b.failures > 0 and b.stop_reason is null
                          and d.succeeded + d.failed > 0
                     then b.id end as id
      """;

  /** An entry, with its position among the new entries of its job. */
  private record Event(JobChange job, int step, JobChange.Entry entry) {}

  private final JdbcClient jdbc;

  JobChangeWriter(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param now when the changes are recorded, which can be later than they happened
   */
  List<UUID> write(Collection<JobChange> jobs, Instant now) {
    List<JobChange> changed = jobs.stream().filter(JobChange::isChanged).toList();
    if (changed.isEmpty()) {
      return List.of();
    }
    int moved = move(changed, now);
    if (moved != changed.size()) {
      // The locks on the batches exclude this; if it happens nevertheless, nothing is written.
      throw new IllegalStateException(
          "%d of %d locked jobs were changed by another transaction"
              .formatted(changed.size() - moved, changed.size()));
    }
    recordAttempts(changed);
    recordEvents(changed);
    return count(changed, now);
  }

  private int move(List<JobChange> jobs, Instant now) {
    return jdbc.sql(MOVE)
        .param("now", SqlTime.of(now))
        .param("batches", strings(jobs, c -> c.id.batchId()))
        .param("indexes", integers(jobs, c -> c.id.index()))
        .param("fromStatus", strings(jobs, c -> c.from.status()))
        .param("attempts", integers(jobs, c -> c.from.attempt()))
        .param("statuses", strings(jobs, c -> c.now().status()))
        .param("reasons", strings(jobs, c -> c.last().moved().reason()))
        .param("retries", integers(jobs, c -> c.now().retriesUsed()))
        .param("faults", integers(jobs, c -> c.now().faults()))
        .param("failures", strings(jobs, c -> wireName(c.last().moved().failure())))
        .param("exitCodes", integers(jobs, c -> c.last().moved().exitCode()))
        .param("cancelled", booleans(jobs, c -> c.last().moved().userCancelled()))
        .param("startedAt", strings(jobs, JobChange::startedAt))
        .param("completedAt", strings(jobs, JobChange::completedAt))
        .param("peakMemory", longs(jobs, c -> c.usage().peakMemoryMib()))
        .param("cpu", longs(jobs, c -> c.usage().cpuMillis()))
        .param("memory", integers(jobs, JobChange::newMemoryMib))
        .param("avoidsHost", booleans(jobs, c -> c.now().avoidsHost()))
        .update();
  }

  private void recordAttempts(List<JobChange> jobs) {
    List<Event> ends =
        events(jobs).stream()
            .filter(e -> e.entry.moved().next().status() == JobStatus.RUNNABLE)
            .toList();
    if (ends.isEmpty()) {
      return;
    }
    jdbc.sql(RECORD_ATTEMPTS)
        .param("batches", strings(ends, e -> e.job.id.batchId()))
        .param("indexes", integers(ends, e -> e.job.id.index()))
        .param("attempts", integers(ends, e -> e.entry.attempt()))
        .param("startedAt", strings(ends, e -> e.entry.startedAt()))
        .param("endedAt", strings(ends, e -> e.entry.at()))
        .param("reasons", strings(ends, e -> e.entry.moved().reason()))
        .param("exitCodes", integers(ends, e -> e.entry.moved().exitCode()))
        .update();
  }

  private void recordEvents(List<JobChange> jobs) {
    List<Event> events = events(jobs);
    jdbc.sql(RECORD_EVENTS)
        .param("steps", integers(events, Event::step))
        .param("batches", strings(events, e -> e.job.id.batchId()))
        .param("indexes", integers(events, e -> e.job.id.index()))
        .param("attempts", integers(events, e -> e.entry.attempt()))
        .param("statuses", strings(events, e -> e.entry.moved().next().status()))
        .update();
  }

  private static List<Event> events(List<JobChange> jobs) {
    return jobs.stream()
        .flatMap(job ->
            IntStream.range(0, job.history().size())
                .mapToObj(step -> new Event(job, step, job.history().get(step))))
        .toList();
  }

  private List<UUID> count(List<JobChange> jobs, Instant now) {
    return jdbc
        .sql(COUNT)
        .param("now", SqlTime.of(now))
        .param("batches", strings(jobs, c -> c.id.batchId()))
        .param("fromStatus", strings(jobs, c -> c.from.status()))
        .param("statuses", strings(jobs, c -> c.now().status()))
        .param("at", strings(jobs, c -> c.last().at()))
        .param("runs", longs(jobs, JobChange::runMillis))
        .param("peakMemory", longs(jobs, c -> c.isEnded() ? c.usage().peakMemoryMib() : null))
        .param("cpu", longs(jobs, c -> c.isEnded() ? c.usage().cpuMillis() : null))
        .param("cancelled", booleans(jobs, c -> c.last().moved().userCancelled()))
        .query((row, n) -> Optional.ofNullable(row.getObject("id", UUID.class)))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static @Nullable String wireName(@Nullable FailureCode code) {
    return code == null ? null : code.wireName();
  }

  private static <T> @Nullable String[] strings(
      List<T> rows, Function<T, ? extends @Nullable Object> value) {
    return rows.stream()
        .map(value)
        .map(v -> v == null ? null : v.toString())
        .toArray(String[]::new);
  }

  private static <T> @Nullable Integer[] integers(
      List<T> rows, Function<T, @Nullable Integer> value) {
    return rows.stream().map(value).toArray(Integer[]::new);
  }

  private static <T> @Nullable Long[] longs(List<T> rows, Function<T, @Nullable Long> value) {
    return rows.stream().map(value).toArray(Long[]::new);
  }

  private static <T> Boolean[] booleans(List<T> rows, Function<T, Boolean> value) {
    return rows.stream().map(value).toArray(Boolean[]::new);
  }
}
