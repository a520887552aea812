package org.openhtc.job.statistics;

import java.util.List;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.job.forecast.ExpectedBatch;
import org.openhtc.job.forecast.StartForecasts;
import org.springframework.web.bind.annotation.GetMapping;

/** The waiting jobs of the caller's workspace. */
@ApiController
class QueueController {
  /** Only the classes with the most jobs are returned. */
  private static final int MOST_CLASSES = 1000;

  private final WaitingJobsQueries waiting;
  private final StartForecasts forecasts;

  QueueController(WaitingJobsQueries waiting, StartForecasts forecasts) {
    this.waiting = waiting;
    this.forecasts = forecasts;
  }

  @GetMapping("/htc/queue")
  Queue list(Caller caller) {
    return new Queue(
        waiting.ofWorkspace(caller.workspaceId(), MOST_CLASSES).stream()
            .map(this::expected)
            .toList());
  }

  private WaitingJobs expected(WaitingJobs jobs) {
    return jobs.with(
        forecasts.ofBatch(jobs.firstBatch()).map(ExpectedBatch::first).orElse(null),
        forecasts.ofBatch(jobs.lastBatch()).map(ExpectedBatch::last).orElse(null));
  }

  record Queue(List<WaitingJobs> items) {}
}
