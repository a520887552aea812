package org.openhtc.job.bulk;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A receipt as in responses.
 *
 * @param completedAt absent while more jobs are being changed
 * @param counted jobs that were changed so far
 * @param requested how many of them were on hosts, which were requested to stop them; absent for a
 *     retry
 * @param ended how many of them have ended by now; absent for a retry
 */
record ReceiptView(
    UUID receiptId,
    BulkChange change,
    String createdBy,
    Instant createdAt,
    @Nullable Instant completedAt,
    long counted,
    @Nullable Long requested,
    @Nullable Long ended) {

  /** The id of a receipt; empty if the text is none. */
  static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /**
   * @param stopping jobs of a cancellation that have not ended
   */
  static ReceiptView of(Receipt receipt, long stopping) {
    boolean isCancellation = receipt.change() == BulkChange.CANCEL;
    long counted = receipt.changedAtOnce() + receipt.requestedFromHosts();
    return new ReceiptView(
        receipt.id(),
        receipt.change(),
        receipt.requestedBy(),
        receipt.requestedAt(),
        receipt.completedAt(),
        counted,
        isCancellation ? receipt.requestedFromHosts() : null,
        isCancellation ? counted - stopping : null);
  }
}
