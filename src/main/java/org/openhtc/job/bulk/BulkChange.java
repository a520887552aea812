package org.openhtc.job.bulk;

/** What a request does with the jobs that it chooses. */
enum BulkChange {
  /** Live jobs are cancelled. */
  CANCEL,
  /** Ended jobs get another attempt. */
  RETRY
}
