package org.openhtc.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.openhtc.job.forecast.OccupyingJob;
import org.openhtc.job.forecast.RunTimes;

/** Draws run times from those that were measured. A task without any uses those of all others. */
final class RunTimeSamples {
  /** A job that has run longer than all before runs for another tenth of its time. */
  private static final long TENTH = 10;

  private final Map<UUID, RunTimes> byTask;
  private final List<Long> all;

  RunTimeSamples(Map<UUID, RunTimes> byTask) {
    this.byTask = byTask;
    this.all = byTask.values().stream().flatMap(times -> times.millis().stream()).sorted().toList();
  }

  /** Whether nothing was measured. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  /** How many jobs of the task were measured. */
  int measured(UUID task) {
    RunTimes times = byTask.get(task);
    return times == null ? 0 : times.jobs();
  }

  long millis(UUID task, Random random) {
    List<Long> times = of(task);
    return times.isEmpty() ? 1 : times.get(random.nextInt(times.size()));
  }

  /** How long a job will run from now on: drawn from the run times that it has not reached. */
  Duration remaining(OccupyingJob job, Instant now, Random random) {
    Instant started = job.startedAt();
    long elapsed = started == null ? 0 : Math.max(0, Duration.between(started, now).toMillis());
    List<Long> longer = of(job.task()).stream().filter(millis -> millis > elapsed).toList();
    return Duration.ofMillis(
        longer.isEmpty()
            ? Math.max(1, elapsed / TENTH)
            : longer.get(random.nextInt(longer.size())) - elapsed);
  }

  private List<Long> of(UUID task) {
    RunTimes times = byTask.get(task);
    return times == null ? all : times.millis();
  }
}
