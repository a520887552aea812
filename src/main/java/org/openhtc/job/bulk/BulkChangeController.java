package org.openhtc.job.bulk;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.job.JobJson;
import org.openhtc.job.JobStatus;
import org.openhtc.job.idempotency.IdempotencyKey;
import org.openhtc.job.idempotency.KeyedRequest;
import org.openhtc.task.Task;
import org.openhtc.task.TaskAccess;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Cancellation and retry of those jobs of a task that a filter chooses, with receipts. */
@ApiController
class BulkChangeController {
  private final TaskAccess tasks;
  private final SelectionRules selections;
  private final BulkChanges changes;
  private final JobJson json;

  BulkChangeController(
      TaskAccess tasks, SelectionRules selections, BulkChanges changes, JobJson json) {
    this.tasks = tasks;
    this.selections = selections;
    this.changes = changes;
    this.json = json;
  }

  @PostMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/cancel")
  ReceiptView cancel(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam(required = false) @Nullable String group,
      @RequestParam(required = false) @Nullable JobStatus status,
      @RequestParam(required = false) @Nullable String failureCode,
      @RequestParam(required = false) @Nullable Integer exitCode,
      @RequestParam(required = false) @Nullable String fromJobId,
      @RequestParam(required = false) @Nullable String toJobId) {
    Task task = tasks.visible(caller, projectId, taskId);
    SelectionRequest request =
        new SelectionRequest(group, status, failureCode, exitCode, null, fromJobId, toJobId);
    JobSelection chosen = selections.check(task.id(), BulkChange.CANCEL, request);
    return changes.view(
        changes.start(BulkRequest.of(caller, task, BulkChange.CANCEL, chosen), null).receipt());
  }

  /** A repeated request with the same key returns the present state of the first one's receipt. */
  @PostMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/retry")
  ResponseEntity<ReceiptView> retry(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam(required = false) @Nullable String group,
      @RequestParam(required = false) @Nullable JobStatus status,
      @RequestParam(required = false) @Nullable String failureCode,
      @RequestParam(required = false) @Nullable Integer exitCode,
      @RequestParam(required = false) @Nullable Boolean userCancelled,
      @RequestParam(required = false) @Nullable String fromJobId,
      @RequestParam(required = false) @Nullable String toJobId,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key) {
    Task task = tasks.visible(caller, projectId, taskId);
    SelectionRequest request =
        new SelectionRequest(
            group, status, failureCode, exitCode, userCancelled, fromJobId, toJobId);
    JobSelection chosen = selections.check(task.id(), BulkChange.RETRY, request);
    BulkChanges.Result result =
        changes.start(
            BulkRequest.of(caller, task, BulkChange.RETRY, chosen), keyed(task, chosen, key));
    ResponseEntity.BodyBuilder ok = ResponseEntity.ok();
    return (result.isReplayed() ? ok.header("Idempotency-Replayed", "true") : ok)
        .body(changes.view(result.receipt()));
  }

  private @Nullable KeyedRequest keyed(Task task, JobSelection chosen, @Nullable String header) {
    IdempotencyKey key = IdempotencyKey.of(header);
    return key == null ? null : new KeyedRequest(task.id(), key, json.fingerprint(chosen));
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/receipts/{receiptId}")
  ReceiptView receipt(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @PathVariable String receiptId) {
    UUID task = tasks.visible(caller, projectId, taskId).id();
    return ReceiptView.id(receiptId)
        .flatMap(id -> changes.view(task, id))
        .orElseThrow(() -> ApiException.notFound("receipt", receiptId));
  }
}
