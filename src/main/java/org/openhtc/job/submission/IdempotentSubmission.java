package org.openhtc.job.submission;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.ErrorCode;
import org.openhtc.job.JobJson;
import org.openhtc.task.TaskAccess;
import org.springframework.stereotype.Service;

/**
 * Submission that a client may repeat when it does not know what became of the first: the same key
 * and the same wish get the first one's answer and no new jobs. A refused submission takes no key.
 */
@Service
class IdempotentSubmission {
  /**
   * @param replayed whether an earlier submission is answered again
   */
  record Answer(List<SubmittedBatch> batches, boolean replayed) {}

  /** What a submission asks for, for comparison: members that the service ignores don't count. */
  private record Wish(@Nullable String group, @Nullable List<@Nullable BatchRequest> batches) {}

  /** Ends the transaction of a submission that another one with its key was faster than. */
  private static final class KeyTaken extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final JobSubmission jobs;
  private final IdempotencyKeyStore keys;
  private final TaskAccess tasks;
  private final JobJson json;
  private final Clock clock;

  IdempotentSubmission(
      JobSubmission jobs, IdempotencyKeyStore keys, TaskAccess tasks, JobJson json, Clock clock) {
    this.jobs = jobs;
    this.keys = keys;
    this.tasks = tasks;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Submits once per key.
   *
   * @throws ApiException as {@link JobSubmission#submit}; 422 when the key was used for something
   *     else
   */
  Answer submit(Caller caller, JobSubmission.Order order, @Nullable IdempotencyKey key) {
    if (key == null) {
      return new Answer(jobs.submit(caller, order, batches -> {}), false);
    }
    UUID task = tasks.visible(caller, order.projectId(), order.taskId()).id();
    String fingerprint = json.fingerprint(new Wish(order.group(), order.batches()));
    return replay(task, key, fingerprint)
        .orElseGet(() -> first(caller, order, task, key, fingerprint));
  }

  private Answer first(
      Caller caller, JobSubmission.Order order, UUID task, IdempotencyKey key, String fingerprint) {
    try {
      List<SubmittedBatch> batches =
          jobs.submit(caller, order, made -> take(task, key, fingerprint, made));
      return new Answer(batches, false);
    } catch (KeyTaken e) {
      return replay(task, key, fingerprint).orElseThrow();
    }
  }

  private void take(
      UUID task, IdempotencyKey key, String fingerprint, List<SubmittedBatch> batches) {
    var kept = new IdempotencyKeyStore.Kept(fingerprint, json.write(batches));
    if (!keys.take(task, key, kept, clock.instant())) {
      throw new KeyTaken();
    }
  }

  private Optional<Answer> replay(UUID task, IdempotencyKey key, String fingerprint) {
    return keys.find(task, key, clock.instant())
        .map(kept -> {
          if (!kept.fingerprint().equals(fingerprint)) {
            throw new ApiException(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "%s '%s' was used for another submission to this task."
                    .formatted(IdempotencyKey.HEADER, key.value()));
          }
          return new Answer(json.batches(kept.answer()), true);
        });
  }
}
