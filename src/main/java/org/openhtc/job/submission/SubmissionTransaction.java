package org.openhtc.job.submission;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Caller;
import org.openhtc.job.idempotency.KeyedRequest;
import org.openhtc.task.Task;
import org.openhtc.task.TaskAccess;
import org.openhtc.task.Tasks;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Checks the caller's rights again and stores checked batches, in one transaction. */
@Component
class SubmissionTransaction {
  private final TaskAccess access;
  private final Tasks tasks;
  private final JobBatchStore store;
  private final IdempotentResponses responses;
  private final Clock clock;

  SubmissionTransaction(
      TaskAccess access,
      Tasks tasks,
      JobBatchStore store,
      IdempotentResponses responses,
      Clock clock) {
    this.access = access;
    this.tasks = tasks;
    this.store = store;
    this.responses = responses;
    this.clock = clock;
  }

  /**
   * Stores the batches. The task stays active until the transaction ends.
   *
   * @param keyed null for a request without a key
   * @return the stored batches; empty, with nothing stored, if another request has used the key
   */
  @Transactional
  Optional<List<SubmittedBatch>> store(
      Caller caller,
      SubmissionRequest request,
      List<CheckedBatch> checked,
      @Nullable KeyedRequest keyed) {
    Task task = access.accepting(caller, request.projectId(), request.taskId());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<SubmittedBatch> batches =
        checked.stream().map(b -> complete(caller, task, request.group(), b, now)).toList();
    if (keyed != null && !responses.store(keyed, batches)) {
      return Optional.empty();
    }
    tasks.touchAndLock(task.id(), now);
    store.insert(batches, now);
    return Optional.of(batches);
  }

  private static SubmittedBatch complete(
      Caller caller, Task task, @Nullable String group, CheckedBatch batch, Instant now) {
    UUID id = UUID.randomUUID();
    return new SubmittedBatch(
        batch.jobName(),
        task.id(),
        task.projectId(),
        id,
        caller.userId(),
        task.workspaceId(),
        group,
        batch.size(),
        batch.regions(),
        now,
        batch.definition(),
        batch.image(),
        batch.tags(),
        batch.retryStrategy(),
        batch.failFast(),
        "openhtc-" + id,
        batch.regions().getFirst().cloudProvider());
  }
}
