package org.openhtc.job.assignment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;

/**
 * The reports of one call about one job, in their order, whose caller waits until they are stored.
 * They are never divided between transactions: the end of an attempt without its start would leave
 * a gap in the history.
 *
 * @param reports at least one
 * @param outcome for each report, whether it changed its job; done early if its caller has stopped
 *     waiting
 */
record QueuedReports(List<JobReport> reports, CompletableFuture<List<Boolean>> outcome) {
  QueuedReports(List<JobReport> reports) {
    this(reports, new CompletableFuture<>());
  }

  /** The reports of a call, in the order in which their jobs first occur. */
  static List<QueuedReports> byJob(List<JobReport> reports) {
    return reports.stream()
        .collect(Collectors.groupingBy(JobReport::job, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(QueuedReports::new)
        .toList();
  }

  JobId job() {
    return reports.getFirst().job();
  }

  UUID batch() {
    return job().batchId();
  }

  boolean isDone() {
    return outcome.isDone();
  }
}
