package org.openhtc.job.bulk;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to change many jobs, with its progress.
 *
 * @param requestedAt also the time that the changed jobs store as that of the request
 * @param lastSeq batches with a higher number were submitted later and do not count
 * @param doneSeq batches up to this number are done
 * @param changedAtOnce jobs that were cancelled at once, or that wait for another attempt
 * @param requestedFromHosts jobs on hosts that were requested to stop
 * @param completedAt when the last batch was done; null before
 */
record Receipt(
    UUID id,
    UUID taskId,
    BulkChange change,
    JobSelection selection,
    String requestedBy,
    Instant requestedAt,
    long lastSeq,
    long doneSeq,
    long changedAtOnce,
    long requestedFromHosts,
    @Nullable Instant completedAt) {

  boolean isComplete() {
    return completedAt != null;
  }

  /** The receipt after a portion of its work. */
  Receipt after(NextBatches portion, PortionResult result, Instant now) {
    return new Receipt(
        id,
        taskId,
        change,
        selection,
        requestedBy,
        requestedAt,
        lastSeq,
        Math.max(doneSeq, portion.lastSeq()),
        changedAtOnce + result.atOnce(),
        requestedFromHosts + result.hosts().size(),
        portion.isLast() ? now : null);
  }
}
