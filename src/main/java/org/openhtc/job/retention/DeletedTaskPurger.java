package org.openhtc.job.retention;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.submission.IdempotencyKeyStore;
import org.openhtc.task.TaskDeleted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Removes the jobs of deleted tasks; module {@code storage} removes their logs and files. */
@Component
class DeletedTaskPurger {
  private static final Logger log = LoggerFactory.getLogger(DeletedTaskPurger.class);

  private final PurgeStore store;
  private final IdempotencyKeyStore keys;
  private final Clock clock;

  DeletedTaskPurger(PurgeStore store, IdempotencyKeyStore keys, Clock clock) {
    this.store = store;
    this.keys = keys;
    this.clock = clock;
  }

  /** In the transaction that deletes the task. */
  @EventListener
  void remember(TaskDeleted task) {
    store.order(task.taskId(), clock.instant());
  }

  /** Removes some jobs of the task that was deleted first; true when there may be more. */
  boolean portion() {
    Optional<UUID> task = store.firstOrder();
    task.ifPresent(this::removeSome);
    return task.isPresent();
  }

  /** All its jobs have ended and it takes no new ones: without a batch it is done with. */
  private void removeSome(UUID taskId) {
    List<PurgeStore.Ended> some = store.ofTask(taskId);
    if (some.isEmpty()) {
      keys.forget(taskId); // their answers tell what its jobs were
      store.done(taskId);
      log.debug("No jobs are left of deleted task {}", taskId);
    } else {
      store.remove(some);
    }
  }
}
