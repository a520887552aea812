package org.openhtc.job.cancellation;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.lifecycle.JobRowStore;
import org.openhtc.job.lifecycle.TailWriter;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Cancels the live jobs of whole batches, inside a transaction. */
@Repository
class BatchStopStore {
  private static final String STOP =
      """
      update job_batch b set stop_reason = :reason, updated_at = :now
      from (select id from job_batch where id = any(:ids::uuid[]) order by id for update) locked
      where b.id = locked.id and b.is_live and b.stop_reason is null
      returning b.id
      """;

  private static final String WAITING =
      """
      select batch_id, index from job where batch_id = any(:ids::uuid[]) and status = 'RUNNABLE'
      """;

  private static final String REQUEST_FROM_HOSTS =
      """
      update job set cancel_requested_at = :now, updated_at = :now
      where batch_id = any(:ids::uuid[]) and status in ('STARTING', 'RUNNING')
        and cancel_requested_at is null
      returning host
      """;

  private final JdbcClient jdbc;
  private final JobRowStore rows;
  private final TailWriter tails;

  BatchStopStore(JdbcClient jdbc, JobRowStore rows, TailWriter tails) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.tails = tails;
  }

  /**
   * Cancels the live jobs of the batches, unless they were stopped before.
   *
   * @param reason of each job's end
   * @return the hosts that have to stop jobs
   */
  Set<String> stop(Collection<UUID> batches, String reason, Instant now) {
    List<UUID> stopped =
        jdbc.sql(STOP)
            .param("ids", SqlArrays.uuids(batches))
            .param("reason", reason)
            .param("now", SqlTime.of(now))
            .query((row, n) -> row.getObject("id", UUID.class))
            .list();
    return cancel(stopped, reason, now);
  }

  private Set<String> cancel(Collection<UUID> batches, String reason, Instant now) {
    tails.cancel(batches, reason, now);
    rows.apply(waiting(batches), now);
    return requestFromHosts(batches, now);
  }

  private Map<JobId, JobEvent.Cancelled> waiting(Collection<UUID> batches) {
    return jdbc
        .sql(WAITING)
        .param("ids", SqlArrays.uuids(batches))
        .query((row, n) -> new JobId(row.getObject("batch_id", UUID.class), row.getInt("index")))
        .list()
        .stream()
        .collect(Collectors.toMap(Function.identity(), job -> new JobEvent.Cancelled()));
  }

  private Set<String> requestFromHosts(Collection<UUID> batches, Instant now) {
    return jdbc.sql(REQUEST_FROM_HOSTS)
        .param("ids", SqlArrays.uuids(batches))
        .param("now", SqlTime.of(now))
        .query((row, n) -> row.getString("host"))
        .set();
  }
}
