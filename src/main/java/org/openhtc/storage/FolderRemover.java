package org.openhtc.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

  private final FolderRemovals removals;
  private final GrantStore grants;
  private final ObjectStore store;
  private final Clock clock;

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

  /** Not on the thread of the request: a large folder takes its time. */
  @TransactionalEventListener
  void hear(TaskDeleted task) {
    Thread.ofVirtual().name("folder-remover").start(this::run);
  }

  /** Removes what is due; what the store refuses stays due. Side by side with itself is fine. */
  @Scheduled(
      initialDelayString = "${openhtc.storage.sweep-interval:5m}",
      fixedDelayString = "${openhtc.storage.sweep-interval:5m}")
  void run() {
    for (FolderRemovals.Removal removal : removals.due(clock.instant())) {
      try {
        remove(removal);
      } catch (StoreUnavailable e) {
        log.warn("The store of deleted tasks' files is away; tried again later: {}", e.toString());
        return;
      } catch (RuntimeException e) {
        log.warn("The files of deleted task {} stay for now", removal.taskId(), e);
      }
    }
  }

  private void remove(FolderRemovals.Removal removal) {
    store.deletePrefix(Folders.task(removal.projectId(), removal.taskId()));
    store.deletePrefix(Folders.logs(removal.projectId(), removal.taskId()));
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
