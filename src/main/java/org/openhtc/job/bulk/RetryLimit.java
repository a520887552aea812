package org.openhtc.job.bulk;

import org.openhtc.api.ApiException;
import org.openhtc.job.submission.WaitingLimit;
import org.springframework.stereotype.Component;

/** Counts retried jobs as waiting work of their workspace, as submitted jobs are. */
@Component
class RetryLimit {
  private final SelectionCountQueries counts;
  private final WaitingLimit waiting;

  RetryLimit(SelectionCountQueries counts, WaitingLimit waiting) {
    this.counts = counts;
    this.waiting = waiting;
  }

  /**
   * @throws ApiException 429 if too much work of the workspace would wait
   */
  void require(BulkRequest request) {
    waiting.add(request.workspace(), counts.ended(request.task(), request.selection()));
  }
}
