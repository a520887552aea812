package org.openhtc.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.openhtc.task.TaskDeleted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Removes what deleted tasks leave behind: their folder, their logs and their credentials. The
 * order is stored with the deletion itself, so neither a crash nor a store that is away loses it.
 */
@Component
class FolderRemover {
  private static final Logger log = LoggerFactory.getLogger(FolderRemover.class);

  /** Uploads that had begun before the deletion are over by then. */
  private static final Duration UPLOADS_END = Duration.ofHours(1);

  /** When a folder is tried again that could not be removed; meanwhile others have their turn. */
  private static final Duration TRY_AGAIN = Duration.ofMinutes(10);

  /** So many failures in a row mean that the store is away: each more would take its time, too. */
  private static final int AWAY = 3;

  private final FolderRemovals removals;
  private final GrantStore grants;
  private final ObjectStore store;
  private final Clock clock;
  private final ReentrantLock hands = new ReentrantLock();
  private final AtomicBoolean isAsked = new AtomicBoolean();

  FolderRemover(FolderRemovals removals, GrantStore grants, ObjectStore store, Clock clock) {
    this.removals = removals;
    this.grants = grants;
    this.store = store;
    this.clock = clock;
  }

  @EventListener
  void remember(TaskDeleted task) {
    removals.order(task.projectId(), task.taskId(), clock.instant());
  }

  /**
   * Not on the thread of the request: a large folder takes its time. However many tasks go at once,
   * one thread removes and at most one more waits to look again.
   */
  @TransactionalEventListener
  void hear(TaskDeleted task) {
    if (isAsked.compareAndSet(false, true)) {
      Thread.ofVirtual().name("folder-remover").start(this::run);
    }
  }

  /** Removes all that is due; what fails is tried again later. */
  @Scheduled(
      initialDelayString = "${openhtc.storage.sweep-interval:5m}",
      fixedDelayString = "${openhtc.storage.sweep-interval:5m}")
  void run() {
    hands.lock();
    try {
      isAsked.set(false);
      removeDue();
    } finally {
      hands.unlock();
    }
  }

  private void removeDue() {
    int failures = 0;
    List<FolderRemovals.Removal> due = removals.due(clock.instant());
    while (!due.isEmpty()) {
      for (FolderRemovals.Removal removal : due) {
        failures = isRemoved(removal) ? 0 : failures + 1;
        if (failures == AWAY) {
          log.warn("The store of deleted tasks' files seems to be away; others are removed later");
          return;
        }
      }
      due = removals.due(clock.instant());
    }
  }

  /** A folder that can't be removed must not keep the others waiting, so it loses its turn. */
  private boolean isRemoved(FolderRemovals.Removal removal) {
    try {
      remove(removal);
      return true;
    } catch (RuntimeException e) {
      log.warn(
          "The files of deleted task {} stay for now; tried again in {}",
          removal.taskId(),
          TRY_AGAIN,
          e);
      removals.putOff(removal.taskId(), clock.instant().plus(TRY_AGAIN));
      return false;
    }
  }

  private void remove(FolderRemovals.Removal removal) {
    store.deletePrefix(Folders.task(removal.projectId(), removal.taskId()));
    store.deletePrefix(Folders.logs(removal.projectId(), removal.taskId()));
    store.abortUploads(Folders.task(removal.projectId(), removal.taskId()));
    if (removal.isLast()) {
      removals.done(removal.taskId());
    } else {
      removals.repeat(removal.taskId(), lastWrite(removal));
      grants.revokeTask(removal.taskId());
    }
  }

  private Instant lastWrite(FolderRemovals.Removal removal) {
    Instant uploadsEnd = clock.instant().plus(UPLOADS_END);
    return grants
        .lastExpiry(removal.taskId())
        .filter(expiry -> expiry.isAfter(uploadsEnd))
        .orElse(uploadsEnd);
  }
}
