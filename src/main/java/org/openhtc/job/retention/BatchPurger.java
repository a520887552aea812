package org.openhtc.job.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.log.JobLogRemoval;
import org.openhtc.task.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Purges batches some time after the last of their jobs ended. Removes the logs first: a batch
 * whose purge is interrupted after that is found again.
 */
@Component
class BatchPurger {
  private static final Logger log = LoggerFactory.getLogger(BatchPurger.class);

  /** Pause before another attempt for a batch whose logs could not be removed. */
  private static final Duration RETRY = Duration.ofMinutes(10);

  /**
   * Consecutive failures after which the object store counts as unreachable. Each further attempt
   * would take as long to fail.
   */
  private static final int UNREACHABLE = 3;

  /**
   * Batches whose logs could not be removed, with the time of the next attempt. Only in memory: the
   * next leader may try at once.
   */
  private final Map<UUID, Instant> postponed = new HashMap<>();

  private final PurgeStore store;
  private final JobLogRemoval logs;
  private final Tasks tasks;
  private final PurgeSettings settings;
  private final Clock clock;

  BatchPurger(
      PurgeStore store, JobLogRemoval logs, Tasks tasks, PurgeSettings settings, Clock clock) {
    this.store = store;
    this.logs = logs;
    this.tasks = tasks;
    this.settings = settings;
    this.clock = clock;
  }

  /** Purges some of the batches that are due; true if there may be more. */
  boolean portion() {
    Instant now = clock.instant();
    postponed.values().removeIf(until -> !until.isAfter(now));
    Instant limit = now.minus(settings.after());
    List<PurgeStore.Ended> purgeable =
        withoutLogs(store.endedUntil(limit, postponed.keySet()), now);
    if (purgeable.isEmpty()) {
      return false;
    }
    storeLastActivity(purgeable);
    store.remove(purgeable, limit);
    log.info(
        "Purged {} batches with {} jobs that had ended by {}; lists and statistics no longer"
            + " count them",
        purgeable.size(),
        purgeable.stream().mapToInt(PurgeStore.Ended::size).sum(),
        limit);
    return true;
  }

  /** The batches whose logs were removed; stops early if the object store is unreachable. */
  private List<PurgeStore.Ended> withoutLogs(List<PurgeStore.Ended> due, Instant now) {
    List<PurgeStore.Ended> purgeable = new ArrayList<>();
    int failures = 0;
    for (PurgeStore.Ended batch : due) {
      if (logs.remove(batch.projectId(), batch.taskId(), batch.id())) {
        purgeable.add(batch);
        failures = 0;
      } else {
        log.warn(
            "The logs of batch {} could not be removed; next attempt in {}", batch.id(), RETRY);
        postponed.put(batch.id(), now.plus(RETRY));
        failures++;
      }
      if (failures == UNREACHABLE) {
        log.warn("The object store seems to be unreachable; other batches are purged later");
        return purgeable;
      }
    }
    return purgeable;
  }

  /** Stores the last activity of each task, which was derived from these batches until now. */
  private void storeLastActivity(List<PurgeStore.Ended> batches) {
    Map<UUID, Instant> ends = new HashMap<>();
    batches.forEach(batch -> ends.put(batch.taskId(), batch.endedAt())); // in ascending order
    ends.forEach(tasks::touch);
  }
}
