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
 * Purges batches some time after the last of their jobs ended. Logs go first: whatever breaks off
 * in between leaves a batch that is found again.
 */
@Component
class BatchPurger {
  private static final Logger log = LoggerFactory.getLogger(BatchPurger.class);

  /** When a batch is tried again whose logs could not be removed. */
  private static final Duration TRY_AGAIN = Duration.ofMinutes(10);

  /** So many failures in a row mean that the store is away: each more would take its time, too. */
  private static final int AWAY = 3;

  /**
   * Batches whose logs could not be removed, and until when others have their turn. Not kept: a
   * process that follows may try at once.
   */
  private final Map<UUID, Instant> putOff = new HashMap<>();

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

  /** Purges some of what is due; true when there may be more. */
  boolean portion() {
    Instant now = clock.instant();
    putOff.values().removeIf(until -> !until.isAfter(now));
    Instant limit = now.minus(settings.after());
    List<PurgeStore.Ended> silenced = withoutLogs(store.endedUntil(limit, putOff.keySet()), now);
    if (silenced.isEmpty()) {
      return false;
    }
    rememberEnds(silenced);
    store.remove(silenced);
    log.info(
        "Purged {} batches with {} jobs that ended until {}; lists and statistics count them no"
            + " longer",
        silenced.size(),
        silenced.stream().mapToInt(PurgeStore.Ended::size).sum(),
        limit);
    return true;
  }

  /** Those of the batches whose logs are gone; when the store goes away only the first few. */
  private List<PurgeStore.Ended> withoutLogs(List<PurgeStore.Ended> due, Instant now) {
    List<PurgeStore.Ended> silenced = new ArrayList<>();
    int failures = 0;
    for (PurgeStore.Ended batch : due) {
      if (logs.remove(batch.projectId(), batch.taskId(), batch.id())) {
        silenced.add(batch);
        failures = 0;
      } else {
        log.warn("The logs of batch {} stay for now; tried again in {}", batch.id(), TRY_AGAIN);
        putOff.put(batch.id(), now.plus(TRY_AGAIN));
        failures++;
      }
      if (failures == AWAY) {
        log.warn("The store of logs seems to be away; other batches are purged later");
        return silenced;
      }
    }
    return silenced;
  }

  /** A task's last activity was told by these batches so far. */
  private void rememberEnds(List<PurgeStore.Ended> batches) {
    Map<UUID, Instant> ends = new HashMap<>();
    batches.forEach(batch -> ends.put(batch.taskId(), batch.endedAt())); // they come in that order
    ends.forEach(tasks::touch);
  }
}
