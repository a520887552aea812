package org.openhtc.job.series;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/** Adds the present counts to the series of all tasks that change, and removes old points. */
@Component
class TaskSeriesRecorder {
  private static final int PORTION = 10_000;

  /** A task that ended while no process ran gets no last point: its present counts are the end. */
  private static final int INTERVALS_AFTER_THE_END = 10;

  private final TaskSeriesStore store;
  private final SeriesSettings settings;
  private final Clock clock;

  TaskSeriesRecorder(TaskSeriesStore store, SeriesSettings settings, Clock clock) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /** Returns false, because the next portion is due after the interval. */
  boolean portion() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    store.record(now, now.minus(settings.interval().multipliedBy(INTERVALS_AFTER_THE_END)));
    store.remove(now.minus(settings.keep()), PORTION);
    return false;
  }
}
