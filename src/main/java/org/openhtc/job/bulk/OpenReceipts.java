package org.openhtc.job.bulk;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.openhtc.job.idempotency.IdempotencyKeys;
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

  /** The request may still work on a receipt that is younger, and responds when it is complete. */
  private static final Duration LEFT_TO_THE_REQUEST = BulkChanges.LONGEST_REQUEST.plusSeconds(5);

  /** For clients that read the progress of a change; longer if its idempotency key is valid. */
  private static final Duration SHORTEST_KEEP = Duration.ofDays(7);

  private final ReceiptStore receipts;
  private final BulkPortions portions;
  private final IdempotencyKeys keys;
  private final Clock clock;

  OpenReceipts(ReceiptStore receipts, BulkPortions portions, IdempotencyKeys keys, Clock clock) {
    super(new WakeableLoop("receipts", INTERVAL));
    this.receipts = receipts;
    this.portions = portions;
    this.keys = keys;
    this.clock = clock;
  }

  /** Runs in the transaction that deletes the task. */
  @EventListener
  void forget(TaskDeleted task) {
    receipts.forget(task.taskId());
  }

  @Override
  protected void pass() {
    for (UUID receipt : receipts.open(clock.instant().minus(LEFT_TO_THE_REQUEST))) {
      if (portions.next(receipt)) {
        wake();
      }
    }
    receipts.sweep(clock.instant().minus(keep()));
  }

  /** A request that is repeated with its key returns the receipt. */
  private Duration keep() {
    Duration ofKeys = keys.keep().plus(INTERVAL);
    return ofKeys.compareTo(SHORTEST_KEEP) > 0 ? ofKeys : SHORTEST_KEEP;
  }
}
