package org.openhtc.job.lifecycle;

/** The effect of a report on its job. */
public enum ReportOutcome {
  /** The job has changed. */
  CHANGED,
  /** Another event came first, or there is no such job. */
  UNCHANGED,
  /** Nothing was written, because another transaction holds the lock of the job's batch. */
  LOCKED
}
