package org.openhtc.job.lifecycle;

import java.util.List;
import org.openhtc.job.JobReport;

/** Writes groups of reports about attempts, each in one transaction and in the given order. */
public interface ReportStore {

  /**
   * Writes the reports. Waits a short time for batches that other transactions have locked; then
   * writes the reports of the others.
   *
   * @return the outcome of each report
   */
  List<ReportOutcome> record(List<JobReport> reports);

  /** Like {@link #record}, without waiting for batches that are locked. */
  List<ReportOutcome> recordUnlocked(List<JobReport> reports);
}
