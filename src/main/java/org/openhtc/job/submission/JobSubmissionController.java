package org.openhtc.job.submission;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.body.Body;
import org.openhtc.job.GroupName;
import org.openhtc.job.idempotency.IdempotencyKey;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

@ApiController
class JobSubmissionController {
  private final JobSubmission submission;

  JobSubmissionController(JobSubmission submission) {
    this.submission = submission;
  }

  @PostMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/batch")
  ResponseEntity<List<SubmittedBatch>> submit(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam(required = false) @Nullable String group,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      Body<List<@Nullable BatchRequest>> batches) {
    JobSubmission.Result result =
        submission.submit(
            caller,
            new SubmissionRequest(projectId, taskId, GroupName.checked(group)),
            batches,
            IdempotencyKey.of(key));
    ResponseEntity.BodyBuilder ok = ResponseEntity.ok();
    return (result.isReplayed() ? ok.header("Idempotency-Replayed", "true") : ok)
        .body(result.batches());
  }
}
