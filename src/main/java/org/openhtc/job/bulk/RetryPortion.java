package org.openhtc.job.bulk;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.lifecycle.RetryWriter;
import org.openhtc.job.lifecycle.TailWriter;
import org.springframework.stereotype.Component;

/**
 * Lets the chosen jobs of some batches wait for another attempt, inside a transaction that has
 * locked the batches.
 */
@Component
class RetryPortion {
  private final SelectionStore selections;
  private final RetryWriter rows;
  private final TailWriter tails;

  RetryPortion(SelectionStore selections, RetryWriter rows, TailWriter tails) {
    this.selections = selections;
    this.rows = rows;
    this.tails = tails;
  }

  /**
   * The status of the jobs that a retry applies to: failed ones, unless the request names another.
   */
  static JobStatus status(JobSelection chosen) {
    return Objects.requireNonNullElse(chosen.status(), JobStatus.FAILED);
  }

  PortionResult retry(JobSelection chosen, List<ChosenBatch> batches, Instant now) {
    List<UUID> ids = batches.stream().map(ChosenBatch::id).toList();
    List<JobId> jobs = selections.jobs(chosen, ids, List.of(status(chosen)));
    int retried = jobs.size();
    rows.retry(jobs, now);
    for (ChosenBatch batch : batches) {
      if (batch.tailStatus() == JobStatus.FAILED && chosen.contains(batch)) {
        retried += tails.retry(batch.id(), chosen.indexes(batch), now);
      }
    }
    return new PortionResult(retried, List.of());
  }
}
