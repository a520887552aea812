package org.openhtc.job.bulk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.job.idempotency.IdempotencyKeys;
import org.openhtc.job.idempotency.KeyedRequest;
import org.openhtc.job.lifecycle.RetryWriter;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Changes many jobs on a user's request. A request with few jobs is complete when it returns; the
 * rest of a long one is done in the background, and also after a restart.
 */
@Service
class BulkChanges {
  /** As long a client waits; a million jobs take longer. */
  static final Duration LONGEST_REQUEST = Duration.ofSeconds(10);

  /**
   * @param isReplayed whether an earlier request with the same key began the change
   */
  record Result(Receipt receipt, boolean isReplayed) {}

  private final ReceiptStore receipts;
  private final BulkPortions portions;
  private final IdempotencyKeys keys;
  private final RetryWriter retries;
  private final RetryLimit limit;
  private final TaskActivation tasks;
  private final TransactionTemplate transaction;
  private final Clock clock;

  BulkChanges(
      ReceiptStore receipts,
      BulkPortions portions,
      IdempotencyKeys keys,
      RetryWriter retries,
      RetryLimit limit,
      TaskActivation tasks,
      TransactionTemplate transaction,
      Clock clock) {
    this.receipts = receipts;
    this.portions = portions;
    this.keys = keys;
    this.retries = retries;
    this.limit = limit;
    this.tasks = tasks;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Changes the chosen jobs, once per key.
   *
   * @param keyed null for a request without a key
   * @throws ApiException 409 for a retry in a task that is not active; 422 if the key was used for
   *     another request; 429 if too much work of the workspace would wait
   */
  Result start(BulkRequest request, @Nullable KeyedRequest keyed) {
    Optional<Result> earlier = replay(request.task(), keyed);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    if (request.change() == BulkChange.RETRY) {
      limit.require(request);
    }
    UUID id = UUID.randomUUID();
    if (!Boolean.TRUE.equals(transaction.execute(status -> begin(id, request, keyed)))) {
      return replay(request.task(), keyed).orElseThrow(); // a concurrent request was first
    }
    Instant until = clock.instant().plus(LONGEST_REQUEST);
    boolean hasMore = true;
    while (hasMore && clock.instant().isBefore(until)) {
      hasMore = portions.next(id);
    }
    return new Result(receipts.find(request.task(), id).orElseThrow(), false);
  }

  /** False, with nothing stored, if another request has used the key. */
  private boolean begin(UUID id, BulkRequest request, @Nullable KeyedRequest keyed) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as the database stores it
    if (request.change() == BulkChange.RETRY && !tasks.keepActive(request.task(), now)) {
      throw ApiException.conflict("Task '%s' is not active.".formatted(request.task()));
    }
    if (keyed != null && !keys.store(keyed, id.toString())) {
      return false;
    }
    if (request.change() == BulkChange.RETRY) {
      retries.forgetFailures(request.task(), request.selection().group());
    }
    receipts.insert(id, request.task(), request.change(), request.selection(), request.user(), now);
    return true;
  }

  private Optional<Result> replay(UUID task, @Nullable KeyedRequest keyed) {
    return keyed == null
        ? Optional.empty()
        : keys.find(keyed)
            .flatMap(id -> receipts.find(task, UUID.fromString(id)))
            .map(receipt -> new Result(receipt, true));
  }

  /** The receipt as it is now. */
  Optional<ReceiptView> view(UUID task, UUID id) {
    return receipts.find(task, id).map(this::view);
  }

  /** The receipt with the jobs that have ended by now. */
  ReceiptView view(Receipt receipt) {
    return ReceiptView.of(receipt, receipts.stopping(receipt));
  }
}
