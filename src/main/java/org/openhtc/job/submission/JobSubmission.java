package org.openhtc.job.submission;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Caller;
import org.openhtc.job.QueueChanged;
import org.openhtc.project.Project;
import org.openhtc.task.Task;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores the batches of one call, all or none. */
@Service
class JobSubmission {
  /** What a caller wants to be stored where. */
  record Order(
      String projectId,
      String taskId,
      @Nullable String group,
      @Nullable List<@Nullable BatchRequest> batches) {}

  private final JobBatchStore store;
  private final SubmissionTarget target;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  JobSubmission(
      JobBatchStore store,
      SubmissionTarget target,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      Clock clock) {
    this.store = store;
    this.target = target;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Stores the batches.
   *
   * @param beforeStoring called inside the transaction; what it throws ends that
   * @throws org.openhtc.api.ApiException 404 for an unknown task, 409 for one that takes no jobs,
   *     400 naming the first wrong member, 503 while the image registry can't tell; nothing is
   *     stored then
   */
  List<SubmittedBatch> submit(
      Caller caller, Order order, Consumer<List<SubmittedBatch>> beforeStoring) {
    Project project = target.project(caller, order.projectId(), order.taskId());
    List<JobSubmissionRules.Checked> checked =
        target.withImages(project, JobSubmissionRules.check(order.batches(), project.regions()));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<SubmittedBatch> stored =
        transaction.execute(status -> {
          Task task = target.accepting(caller, order.projectId(), order.taskId(), now);
          List<SubmittedBatch> batches =
              checked.stream()
                  .map(batch -> complete(caller, task, order.group(), batch, now))
                  .toList();
          beforeStoring.accept(batches);
          store.insert(batches, now);
          return batches;
        });
    events.publishEvent(new QueueChanged());
    return stored;
  }

  private static SubmittedBatch complete(
      Caller caller,
      Task task,
      @Nullable String group,
      JobSubmissionRules.Checked batch,
      Instant now) {
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
        Map.of("maxRetries", batch.maxRetries()),
        "openhtc-" + id,
        batch.regions().getFirst().cloudProvider());
  }
}
