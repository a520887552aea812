package org.openhtc.job.bulk;

import java.util.List;
import java.util.UUID;

/**
 * The batches of one portion of a receipt's work.
 *
 * @param ids in the order of submission
 * @param lastSeq of the last one
 * @param isLast whether no batch follows
 */
record NextBatches(List<UUID> ids, long lastSeq, boolean isLast) {
  /** No batch is left. */
  static final NextBatches NONE = new NextBatches(List.of(), 0, true);
}
