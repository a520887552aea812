package org.openhtc.job.cancellation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.lifecycle.JobRowStore;
import org.openhtc.job.lifecycle.TailWriter;
import org.openhtc.job.query.JobQueries;
import org.openhtc.job.query.JobRow;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Cancels one job in any status, inside a transaction. */
@Repository
class JobCancellationStore {
  private static final String REQUEST_FROM_HOST =
      """
      update job set cancel_requested_at = :now, updated_at = :now
      where batch_id = :batch and index = :index and cancel_requested_at is null
      returning host
      """;

  private final JdbcClient jdbc;
  private final JobQueries queries;
  private final JobRowStore rows;
  private final TailWriter tails;

  JobCancellationStore(JdbcClient jdbc, JobQueries queries, JobRowStore rows, TailWriter tails) {
    this.jdbc = jdbc;
    this.queries = queries;
    this.rows = rows;
    this.tails = tails;
  }

  /**
   * @return the host that has to stop the job, if it is on one
   */
  Set<String> cancel(UUID task, JobId id, Instant now) {
    rows.lockBatches(List.of(id.batchId()));
    return queries.one(task, id).map(job -> cancel(job, now)).orElse(Set.of());
  }

  private Set<String> cancel(JobRow job, Instant now) {
    if (job.status().isTerminal()) {
      return Set.of();
    }
    if (job.status().isOnHost()) {
      return requestFromHost(job.id(), now);
    }
    if (job.attempt() == 0) {
      tails.withdraw(job.id().batchId(), IntStream.of(job.id().index()), now);
    } else {
      rows.apply(Map.of(job.id(), new JobEvent.Cancelled()), now);
    }
    return Set.of();
  }

  private Set<String> requestFromHost(JobId id, Instant now) {
    return jdbc.sql(REQUEST_FROM_HOST)
        .param("now", SqlTime.of(now))
        .param("batch", id.batchId())
        .param("index", id.index())
        .query((row, n) -> row.getString("host"))
        .set();
  }
}
