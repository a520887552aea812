package org.openhtc.job.bulk;

/**
 * A job in the order of submission.
 *
 * @param seq of its batch
 */
record JobPosition(long seq, int index) {
  /** Before all jobs. */
  static final JobPosition FIRST = new JobPosition(0, 0);

  /** After all jobs. */
  static final JobPosition LAST = new JobPosition(Long.MAX_VALUE, Integer.MAX_VALUE);
}
