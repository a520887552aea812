package org.openhtc.execution.tracking;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.attempt.AttemptNotes;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.tracking.TrackedAttempt.Phase;
import org.openhtc.lease.DueTime;

/**
 * Reads at intervals what running containers have used so far. Their control groups are removed
 * before the engine reports their ends, so the last reading is at most one interval older than the
 * end. An attempt that ends before its first reading has none.
 */
final class UsageReadings {
  /** A reading takes some 20 microseconds for each container. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final ContainerEngine engine;
  private final AttemptTable table;
  private DueTime next = DueTime.NOW;

  UsageReadings(ContainerEngine engine, AttemptTable table) {
    this.engine = engine;
    this.table = table;
  }

  private record Running(String container, AttemptNotes notes) {
    static @Nullable Running of(TrackedAttempt attempt) {
      String container = attempt.container;
      return attempt.phase == Phase.RUNNING && container != null
          ? new Running(container, attempt.notes)
          : null;
    }
  }

  /** Called in every pass; does nothing where no usage can be read. */
  void readWhenDue(Instant now) {
    if (!engine.hasUsage() || !next.isReached(now)) {
      return;
    }
    next = DueTime.after(INTERVAL, now);
    running().forEach(each -> engine.usage(each.container).ifPresent(each.notes::used));
  }

  private List<Running> running() {
    return table.read(change ->
        change.attempts().values().stream().map(Running::of).filter(Objects::nonNull).toList());
  }
}
