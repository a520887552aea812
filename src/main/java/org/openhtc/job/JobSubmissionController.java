package org.openhtc.job;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

@ApiController
class JobSubmissionController {
  private final JobSubmission submission;

  JobSubmissionController(JobSubmission submission) {
    this.submission = submission;
  }

  @PostMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/batch")
  List<SubmittedBatch> submit(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam(required = false) @Nullable String group,
      @RequestBody List<@Nullable BatchRequest> batches) {
    return submission.submit(caller, projectId, taskId, JobSubmissionRules.group(group), batches);
  }
}
