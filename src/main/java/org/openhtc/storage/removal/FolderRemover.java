package org.openhtc.storage.removal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.openhtc.storage.Folders;
import org.openhtc.storage.GrantStore;
import org.openhtc.storage.ObjectStore;
import org.openhtc.task.TaskDeleted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Removes what remains of deleted tasks: their folders, logs and credentials. The removal is stored
 * in the transaction that deletes the task, so it is not lost when the service crashes or the
 * object store is unreachable.
 */
@Component
class FolderRemover {
  private static final Logger log = LoggerFactory.getLogger(FolderRemover.class);

  /** Uploads that began before the deletion have ended after this time. */
  private static final Duration UPLOAD_LIMIT = Duration.ofHours(1);

  /** Delay before a failed removal is repeated; other folders are removed meanwhile. */
  private static final Duration RETRY_DELAY = Duration.ofMinutes(10);

  /**
   * After this many consecutive failures the object store counts as unreachable and the run ends,
   * because every further removal would wait for a time-out too.
   */
  private static final int MAX_CONSECUTIVE_FAILURES = 3;

  private final FolderRemovalStore removals;
  private final GrantStore grants;
  private final ObjectStore store;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean isRunPending = new AtomicBoolean();

  FolderRemover(FolderRemovalStore removals, GrantStore grants, ObjectStore store, Clock clock) {
    this.removals = removals;
    this.grants = grants;
    this.store = store;
    this.clock = clock;
  }

  @EventListener
  void storeRemoval(TaskDeleted task) {
    removals.add(task.projectId(), task.taskId(), clock.instant());
  }

  /**
   * Starts a run in the background, because the removal of a large folder may outlast the request.
   * For any number of deleted tasks, one thread removes and at most one more waits for the next
   * run.
   */
  @TransactionalEventListener
  void startRun(TaskDeleted task) {
    if (isRunPending.compareAndSet(false, true)) {
      Thread.ofVirtual().name("folder-remover").start(this::run);
    }
  }

  /** Removes everything that is due; a failed removal is retried later. Runs periodically. */
  void run() {
    lock.lock();
    try {
      isRunPending.set(false);
      removeDue();
    } finally {
      lock.unlock();
    }
  }

  private void removeDue() {
    int failures = 0;
    List<FolderRemovalStore.Removal> due = removals.due(clock.instant());
    while (!due.isEmpty()) {
      for (FolderRemovalStore.Removal removal : due) {
        failures = tryRemove(removal) ? 0 : failures + 1;
        if (failures == MAX_CONSECUTIVE_FAILURES) {
          log.warn(
              "Stopped removing the files of deleted tasks after {} consecutive failures: the"
                  + " object store seems to be unreachable. The next run continues",
              failures);
          return;
        }
      }
      due = removals.due(clock.instant());
    }
  }

  /**
   * A failed removal is postponed, so that it does not block the others.
   *
   * @return false when it failed
   */
  private boolean tryRemove(FolderRemovalStore.Removal removal) {
    try {
      remove(removal);
      return true;
    } catch (RuntimeException e) {
      log.warn(
          "Could not remove the files of deleted task {}; trying again in {}",
          removal.taskId(),
          RETRY_DELAY,
          e);
      removals.postpone(removal.taskId(), clock.instant().plus(RETRY_DELAY));
      return false;
    }
  }

  private void remove(FolderRemovalStore.Removal removal) {
    store.deletePrefix(Folders.task(removal.projectId(), removal.taskId()));
    store.deletePrefix(Folders.logs(removal.projectId(), removal.taskId()));
    store.abortUploads(Folders.task(removal.projectId(), removal.taskId()));
    if (removal.isLast()) {
      removals.complete(removal.taskId());
    } else {
      removals.scheduleLast(removal.taskId(), lastPossibleWrite(removal));
      grants.revokeTask(removal.taskId());
    }
  }

  /** When the last upload and the last credentials of the task have ended. */
  private Instant lastPossibleWrite(FolderRemovalStore.Removal removal) {
    Instant uploadsEnd = clock.instant().plus(UPLOAD_LIMIT);
    return grants
        .lastExpiry(removal.taskId())
        .filter(expiry -> expiry.isAfter(uploadsEnd))
        .orElse(uploadsEnd);
  }
}
