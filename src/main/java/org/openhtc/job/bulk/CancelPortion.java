package org.openhtc.job.bulk;

import static org.openhtc.job.JobStatus.RUNNABLE;
import static org.openhtc.job.JobStatus.RUNNING;
import static org.openhtc.job.JobStatus.STARTING;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.lifecycle.JobRowStore;
import org.openhtc.job.lifecycle.StatusReason;
import org.openhtc.job.lifecycle.TailWriter;
import org.springframework.stereotype.Component;

/** Cancels the chosen jobs of some batches, inside a transaction that has locked them. */
@Component
class CancelPortion {
  private final SelectionStore selections;
  private final JobRowStore rows;
  private final TailWriter tails;

  CancelPortion(SelectionStore selections, JobRowStore rows, TailWriter tails) {
    this.selections = selections;
    this.rows = rows;
    this.tails = tails;
  }

  PortionResult cancel(Receipt receipt, List<ChosenBatch> batches, Instant now) {
    JobSelection chosen = receipt.selection();
    List<UUID> ids = batches.stream().map(ChosenBatch::id).toList();
    int ended = cancelTails(chosen, batches, now);
    List<JobId> waiting = selections.jobs(chosen, ids, among(chosen, RUNNABLE));
    rows.apply(cancelled(waiting), now);
    List<String> hosts =
        selections.requestStop(
            chosen, ids, among(chosen, STARTING, RUNNING), receipt.requestedAt(), now);
    return new PortionResult(ended + waiting.size(), hosts);
  }

  private int cancelTails(JobSelection chosen, List<ChosenBatch> batches, Instant now) {
    List<ChosenBatch> live =
        batches.stream()
            .filter(batch -> !batch.tailStatus().isTerminal() && chosen.contains(batch))
            .toList();
    List<UUID> whole = live.stream().filter(chosen::containsAll).map(ChosenBatch::id).toList();
    int ended = tails.cancel(whole, StatusReason.CANCELLED, now);
    for (ChosenBatch batch : live) {
      if (!chosen.containsAll(batch)) {
        ended += tails.withdraw(batch.id(), chosen.indexes(batch), now);
      }
    }
    return ended;
  }

  private static Map<JobId, JobEvent.Cancelled> cancelled(List<JobId> jobs) {
    return jobs.stream()
        .collect(Collectors.toMap(Function.identity(), job -> new JobEvent.Cancelled()));
  }

  /** Those of the statuses that are chosen. */
  private static List<JobStatus> among(JobSelection chosen, JobStatus... statuses) {
    return Stream.of(statuses)
        .filter(status -> chosen.status() == null || chosen.status() == status)
        .toList();
  }
}
