package org.openhtc.job.retention;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.idempotency.IdempotencyKeys;
import org.openhtc.task.TaskDeleted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Removes the jobs of deleted tasks. Module {@code storage} removes their logs and files. */
@Component
class DeletedTaskPurger {
  private static final Logger log = LoggerFactory.getLogger(DeletedTaskPurger.class);

  private final PurgeStore store;
  private final IdempotencyKeys keys;
  private final Clock clock;

  DeletedTaskPurger(PurgeStore store, IdempotencyKeys keys, Clock clock) {
    this.store = store;
    this.keys = keys;
    this.clock = clock;
  }

  /** Runs in the transaction that deletes the task. */
  @EventListener
  void schedule(TaskDeleted task) {
    store.schedule(task.taskId(), clock.instant());
  }

  /** Removes some jobs of the task that was deleted first; true if there may be more. */
  boolean portion() {
    Optional<UUID> task = store.firstScheduled();
    task.ifPresent(this::removeSome);
    return task.isPresent();
  }

  /**
   * All jobs of the task have ended and it accepts no new ones: without a batch, all is removed.
   */
  private void removeSome(UUID taskId) {
    List<PurgeStore.Ended> some = store.ofTask(taskId);
    if (some.isEmpty()) {
      keys.forget(taskId); // the stored responses describe its jobs
      store.done(taskId);
      log.debug("All jobs of the deleted task {} are removed", taskId);
    } else {
      store.removeOfTask(some);
    }
  }
}
