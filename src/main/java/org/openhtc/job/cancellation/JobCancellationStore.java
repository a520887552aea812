package org.openhtc.job.cancellation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.SqlTime;
import org.openhtc.job.lifecycle.JobChange;
import org.openhtc.job.lifecycle.JobRowStore;
import org.openhtc.job.lifecycle.TailStore;
import org.openhtc.job.query.JobQueries;
import org.openhtc.job.query.JobRow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Cancels one job, wherever it stands; inside a transaction. */
@Repository
public class JobCancellationStore {
  private static final String ASK_HOST =
      """
      update job set cancel_requested_at = :now, updated_at = :now
      where batch_id = :batch and index = :index and cancel_requested_at is null
      returning host
      """;

  private final JdbcClient jdbc;
  private final JobQueries queries;
  private final JobRowStore transitions;
  private final TailStore tails;

  public JobCancellationStore(
      JdbcClient jdbc, JobQueries queries, JobRowStore transitions, TailStore tails) {
    this.jdbc = jdbc;
    this.queries = queries;
    this.transitions = transitions;
    this.tails = tails;
  }

  /**
   * @return the host that has to end it, if one has
   */
  Set<String> cancel(UUID task, JobId id, Instant now) {
    transitions.lockBatches(List.of(id.batchId()));
    return queries.one(task, id).map(job -> cancel(job, now)).orElse(Set.of());
  }

  private Set<String> cancel(JobRow job, Instant now) {
    if (job.status().isTerminal()) {
      return Set.of();
    }
    if (job.status().isOnHost()) {
      return askHost(job.id(), now);
    }
    if (job.attempt() == 0) {
      tails.withdraw(job.id(), now);
    } else {
      endWaiting(job.id(), now);
    }
    return Set.of();
  }

  private void endWaiting(JobId id, Instant now) {
    Map<JobId, JobChange> jobs = transitions.lock(List.of(id));
    jobs.values().forEach(job -> job.apply(job.from.attempt(), now, new JobEvent.Cancelled()));
    transitions.write(jobs.values());
  }

  private Set<String> askHost(JobId id, Instant now) {
    return jdbc
        .sql(ASK_HOST)
        .param("now", SqlTime.of(now))
        .param("batch", id.batchId())
        .param("index", id.index())
        .query(String.class)
        .list()
        .stream()
        .collect(Collectors.toSet());
  }
}
