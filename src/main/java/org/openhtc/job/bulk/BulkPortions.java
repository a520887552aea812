package org.openhtc.job.bulk;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.QueueChanged;
import org.openhtc.job.lifecycle.JobRowStore;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Does the work of receipts in portions, each in one transaction that also stores the progress. So
 * each job is changed once, also if two threads work on a receipt or the service ends meanwhile.
 */
@Component
class BulkPortions {
  private final ReceiptStore receipts;
  private final SelectionStore selections;
  private final JobRowStore rows;
  private final CancelPortion cancellation;
  private final RetryPortion retry;
  private final TaskActivation tasks;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  BulkPortions(
      ReceiptStore receipts,
      SelectionStore selections,
      JobRowStore rows,
      CancelPortion cancellation,
      RetryPortion retry,
      TaskActivation tasks,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      Clock clock) {
    this.receipts = receipts;
    this.selections = selections;
    this.rows = rows;
    this.cancellation = cancellation;
    this.retry = retry;
    this.tasks = tasks;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
  }

  private record Done(Receipt receipt, List<String> hosts) {}

  /**
   * Does the next portion of the receipt.
   *
   * @return false if nothing was done: the receipt is complete, or another thread works on it
   */
  boolean next(UUID receipt) {
    Optional<Done> done = transaction.execute(status -> portion(receipt));
    done.ifPresent(portion -> {
      events.publishEvent(new HostWorkChanged(Set.copyOf(portion.hosts)));
      events.publishEvent(new QueueChanged());
    });
    return done.isPresent() && !done.get().receipt.isComplete();
  }

  /** Locks the task before the receipt, as the deletion of the task does. */
  private Optional<Done> portion(UUID id) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    boolean mayContinue = receipts.findOpen(id).filter(open -> mayContinue(open, now)).isPresent();
    return receipts.lockOpen(id).map(receipt -> portion(receipt, mayContinue, now));
  }

  private boolean mayContinue(Receipt receipt, Instant now) {
    return receipt.change() == BulkChange.CANCEL || tasks.keepActive(receipt.taskId(), now);
  }

  private Done portion(Receipt receipt, boolean mayContinue, Instant now) {
    NextBatches next = mayContinue ? selections.next(receipt) : NextBatches.NONE;
    rows.lockBatches(next.ids());
    List<ChosenBatch> batches = selections.locked(next.ids());
    PortionResult result =
        switch (receipt.change()) {
          case CANCEL -> cancellation.cancel(receipt, batches, now);
          case RETRY -> retry.retry(receipt.selection(), batches, now);
        };
    return store(receipt.after(next, result, now), result.hosts());
  }

  private Done store(Receipt receipt, List<String> hosts) {
    receipts.update(receipt);
    return new Done(receipt, hosts);
  }
}
