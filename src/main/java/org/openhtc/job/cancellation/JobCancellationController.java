package org.openhtc.job.cancellation;

import java.util.List;
import java.util.UUID;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.job.query.JobAccess;
import org.openhtc.job.query.JobQueries;
import org.openhtc.job.query.JobRow;
import org.openhtc.job.query.JobView;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

@ApiController
class JobCancellationController {
  private final JobAccess jobs;
  private final Cancellation cancellation;
  private final JobQueries queries;

  JobCancellationController(JobAccess jobs, Cancellation cancellation, JobQueries queries) {
    this.jobs = jobs;
    this.cancellation = cancellation;
    this.queries = queries;
  }

  /** Returns the job after the request; a job on a host ends a moment later. */
  @PostMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/{jobId}/cancel")
  JobView cancel(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @PathVariable String jobId) {
    JobRow before = jobs.visible(caller, projectId, taskId, jobId);
    cancellation.cancel(before.taskId(), before.id());
    UUID batch = before.id().batchId();
    JobRow after = jobs.visible(caller, projectId, taskId, jobId);
    return JobView.of(after, queries.shared(List.of(batch)).get(batch));
  }
}
