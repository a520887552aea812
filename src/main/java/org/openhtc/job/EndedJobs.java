package org.openhtc.job;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.task.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Purges batches some time after the last of their jobs ended. Logs go first: whatever breaks off
 * in between leaves a batch that is found again.
 */
@Component
class EndedJobs {
  private static final Logger log = LoggerFactory.getLogger(EndedJobs.class);

  private final PurgeStore store;
  private final JobLogRemoval logs;
  private final Tasks tasks;
  private final PurgeSettings settings;
  private final Clock clock;

  EndedJobs(
      PurgeStore store, JobLogRemoval logs, Tasks tasks, PurgeSettings settings, Clock clock) {
    this.store = store;
    this.logs = logs;
    this.tasks = tasks;
    this.settings = settings;
    this.clock = clock;
  }

  /** Purges some of what is due; true when there may be more. */
  boolean portion() {
    Instant limit = clock.instant().minus(settings.after());
    List<PurgeStore.Ended> due = store.endedUntil(limit);
    List<PurgeStore.Ended> silenced = withoutLogs(due);
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
    return silenced.size() == due.size();
  }

  /** Those of the batches whose logs are gone; when the store goes away only the first few. */
  private List<PurgeStore.Ended> withoutLogs(List<PurgeStore.Ended> due) {
    List<PurgeStore.Ended> silenced = new ArrayList<>();
    for (PurgeStore.Ended batch : due) {
      if (!logs.remove(batch.projectId(), batch.taskId(), batch.id())) {
        log.warn(
            "The store of logs is away; {} batches are purged later", due.size() - silenced.size());
        return silenced;
      }
      silenced.add(batch);
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
