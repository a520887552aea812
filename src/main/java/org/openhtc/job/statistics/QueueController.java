package org.openhtc.job.statistics;

import java.util.List;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.springframework.web.bind.annotation.GetMapping;

/** The waiting jobs of the caller's workspace. */
@ApiController
class QueueController {
  /** Only the classes with the most jobs are returned. */
  private static final int MOST_CLASSES = 1000;

  private final WaitingJobsQueries waiting;

  QueueController(WaitingJobsQueries waiting) {
    this.waiting = waiting;
  }

  @GetMapping("/htc/queue")
  Queue list(Caller caller) {
    return new Queue(waiting.ofWorkspace(caller.workspaceId(), MOST_CLASSES));
  }

  record Queue(List<WaitingJobs> items) {}
}
