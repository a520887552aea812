package org.openhtc.job.bulk;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.openhtc.lease.LoopingComponent;
import org.openhtc.lease.WakeableLoop;
import org.openhtc.task.TaskDeleted;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Completes the work of receipts that a request or an earlier process has begun, and deletes old
 * receipts. Needs no lease: a receipt is locked while a portion of its work is done.
 */
@Component
class OpenReceipts extends LoopingComponent {
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  /** As long as idempotency keys are kept by default. */
  private static final Duration KEPT = Duration.ofDays(7);

  private final ReceiptStore receipts;
  private final BulkPortions portions;
  private final Clock clock;

  OpenReceipts(ReceiptStore receipts, BulkPortions portions, Clock clock) {
    super(new WakeableLoop("receipts", INTERVAL));
    this.receipts = receipts;
    this.portions = portions;
    this.clock = clock;
  }

  /** Runs in the transaction that deletes the task. */
  @EventListener
  void forget(TaskDeleted task) {
    receipts.forget(task.taskId());
  }

  @Override
  protected void pass() {
    for (UUID receipt : receipts.open()) {
      if (portions.next(receipt)) {
        wake();
      }
    }
    receipts.sweep(clock.instant().minus(KEPT));
  }
}
