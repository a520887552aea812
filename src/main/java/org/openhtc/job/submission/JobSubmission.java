package org.openhtc.job.submission;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.body.Body;
import org.openhtc.job.QueueChanged;
import org.openhtc.job.idempotency.IdempotencyKey;
import org.openhtc.job.idempotency.KeyedRequest;
import org.openhtc.project.Project;
import org.openhtc.project.ProjectAccess;
import org.openhtc.task.Task;
import org.openhtc.task.TaskAccess;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/**
 * Stores the batches of one request, all or none. A client that does not know whether its request
 * succeeded may repeat it with the same idempotency key: it then gets the first response again, and
 * no new jobs. A rejected request does not use its key.
 */
@Service
class JobSubmission {
  /**
   * @param isReplayed whether an earlier request with the same key stored the batches
   */
  record Result(List<SubmittedBatch> batches, boolean isReplayed) {}

  private final ProjectAccess projects;
  private final TaskAccess tasks;
  private final ImagePinning images;
  private final IdempotentResponses responses;
  private final WaitingLimit waiting;
  private final StoredBatchLimit stored;
  private final SubmissionTransaction transaction;
  private final ApplicationEventPublisher events;

  JobSubmission(
      ProjectAccess projects,
      TaskAccess tasks,
      ImagePinning images,
      IdempotentResponses responses,
      WaitingLimit waiting,
      StoredBatchLimit stored,
      SubmissionTransaction transaction,
      ApplicationEventPublisher events) {
    this.projects = projects;
    this.tasks = tasks;
    this.images = images;
    this.responses = responses;
    this.waiting = waiting;
    this.stored = stored;
    this.transaction = transaction;
    this.events = events;
  }

  /**
   * Stores the batches, once per key.
   *
   * @param key null if the client did not send one
   * @throws ApiException 404 for an unknown task; 409 for a task that accepts no jobs; 400 for the
   *     first wrong property; 429 if too much work of the workspace waits or is stored; 422 if the
   *     key was used for another request; 503 if the image registry is unreachable. Nothing is
   *     stored then.
   */
  Result submit(
      Caller caller,
      SubmissionRequest request,
      Body<List<@Nullable BatchRequest>> body,
      @Nullable IdempotencyKey key) {
    Project project = projects.visible(caller, request.projectId());
    Task task = tasks.visible(caller, project, request.taskId());
    List<@Nullable BatchRequest> batches = body.read();
    KeyedRequest keyed = key == null ? null : responses.keyed(task, request.group(), batches, key);
    return replay(keyed).orElseGet(() -> store(caller, project, request, batches, keyed));
  }

  private Result store(
      Caller caller,
      Project project,
      SubmissionRequest request,
      List<@Nullable BatchRequest> batches,
      @Nullable KeyedRequest keyed) {
    List<CheckedBatch> valid = JobSubmissionRules.check(batches, project.regions());
    waiting.add(project.workspaceId(), project.id(), valid);
    stored.add(project.workspaceId(), valid);
    List<CheckedBatch> checked = images.pin(project, valid);
    Optional<List<SubmittedBatch>> submitted = transaction.store(caller, request, checked, keyed);
    if (submitted.isEmpty()) {
      // A concurrent request with the same key was first, unless its key has just expired.
      return replay(keyed).orElseGet(() -> store(caller, project, request, batches, keyed));
    }
    events.publishEvent(new QueueChanged());
    return new Result(submitted.get(), false);
  }

  private Optional<Result> replay(@Nullable KeyedRequest keyed) {
    return keyed == null
        ? Optional.empty()
        : responses.find(keyed).map(batches -> new Result(batches, true));
  }
}
