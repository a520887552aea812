package org.openhtc.job.assignment;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.openhtc.job.JobReport;

/**
 * A report whose caller waits until it is stored.
 *
 * @param outcome whether it changed its job; done early if its caller has stopped waiting
 */
record QueuedReport(JobReport report, CompletableFuture<Boolean> outcome) {
  QueuedReport(JobReport report) {
    this(report, new CompletableFuture<>());
  }

  UUID batch() {
    return report.job().batchId();
  }

  boolean isDone() {
    return outcome.isDone();
  }
}
