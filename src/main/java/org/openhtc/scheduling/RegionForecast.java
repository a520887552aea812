package org.openhtc.scheduling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.job.forecast.ExpectedStart;
import org.openhtc.job.forecast.OccupyingJob;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.scheduling.plan.StartEstimate;
import org.openhtc.scheduling.plan.StartEstimate.Situation;
import org.openhtc.scheduling.plan.StartEstimate.Start;
import org.openhtc.scheduling.plan.StartEstimate.Starts;

/**
 * The expected starts of the jobs that wait in a region: several estimates, each with other run
 * times drawn from the measured ones. The times of a job are the median and the 90th percentile of
 * its starts in these estimates. Beyond {@link #MOST_JOBS} starts are extrapolated.
 */
final class RegionForecast {
  /** Jobs whose start is computed; those after them start at the same rate. */
  static final int MOST_JOBS = 10_000;

  private static final int FEWEST_RUNS = 3;
  private static final int MOST_RUNS = 9;
  private static final int JOBS_OF_ALL_RUNS = 20_000;

  private final Instant now;
  private final Map<UUID, WaitingBatch> batches = new HashMap<>();
  private final Map<UUID, Long> before = new HashMap<>();
  private final List<Starts> runs = new ArrayList<>();
  private final Map<UUID, UUID> tasks;
  private final RunTimeSamples samples;

  /**
   * @param situation its running jobs are drawn from {@code occupying}
   * @param tasks of the waiting batches
   */
  RegionForecast(
      Situation situation,
      List<OccupyingJob> occupying,
      Map<UUID, UUID> tasks,
      RunTimeSamples samples) {
    this.now = situation.now();
    this.tasks = tasks;
    this.samples = samples;
    long jobs = 0;
    for (WaitingBatch batch : situation.waiting()) {
      batches.put(batch.id(), batch);
      before.put(batch.id(), jobs);
      jobs += batch.waiting();
    }
    int count =
        (int) Math.clamp(JOBS_OF_ALL_RUNS / Math.clamp(jobs, 1, MOST_JOBS), FEWEST_RUNS, MOST_RUNS);
    for (int run = 0; run < count; run++) {
      runs.add(run(situation, occupying, new Random(run)));
    }
  }

  private Starts run(Situation situation, List<OccupyingJob> occupying, Random random) {
    List<StartEstimate.Running> running =
        occupying.stream()
            .map(job ->
                new StartEstimate.Running(
                    job.host(),
                    job.project(),
                    job.workspace(),
                    job.demand(),
                    samples.remaining(job, now, random)))
            .toList();
    return StartEstimate.of(
        situation.with(running), batch -> samples.millis(task(batch), random), MOST_JOBS);
  }

  private UUID task(UUID batch) {
    return Objects.requireNonNullElse(tasks.get(batch), batch);
  }

  /** Empty if the job does not wait here, or if no host can run it. */
  Optional<ExpectedStart> ofJob(JobId job) {
    WaitingBatch batch = batches.get(job.batchId());
    return batch == null ? Optional.empty() : expected(batch, inCopy(batch, job));
  }

  /** The first job of the batch, in the order of its jobs. */
  Optional<ExpectedStart> ofFirst(UUID id) {
    WaitingBatch batch = batches.get(id);
    return batch == null || batch.waiting() == 0 ? Optional.empty() : expected(batch, at(batch, 0));
  }

  Optional<ExpectedStart> ofLast(UUID id) {
    WaitingBatch batch = batches.get(id);
    return batch == null || batch.waiting() == 0
        ? Optional.empty()
        : expected(batch, at(batch, batch.waiting() - 1));
  }

  private static JobId at(WaitingBatch batch, int order) {
    int retries = batch.retries().size();
    return new JobId(
        batch.id(),
        order < retries ? batch.retries().get(order).index() : batch.nextIndex() + order - retries);
  }

  /** The jobs of a tail are numbered consecutively there, even if some were withdrawn. */
  private static JobId inCopy(WaitingBatch batch, JobId job) {
    boolean isRetry = batch.retries().stream().anyMatch(retry -> retry.index() == job.index());
    int last = batch.nextIndex() + batch.tail() - 1;
    return isRetry ? job : new JobId(job.batchId(), Math.min(job.index(), last));
  }

  private Optional<ExpectedStart> expected(WaitingBatch batch, JobId job) {
    long[] millis = new long[runs.size()];
    long[] positions = new long[runs.size()];
    for (int run = 0; run < millis.length; run++) {
      Start start = runs.get(run).byJob().get(job);
      if (start == null && runs.get(run).isComplete()) {
        return Optional.empty();
      }
      positions[run] = start == null ? order(batch, job) : start.position();
      millis[run] = start == null ? extrapolated(runs.get(run), positions[run]) : start.millis();
    }
    Arrays.sort(millis);
    Arrays.sort(positions);
    boolean isKnown = !samples.isEmpty() || millis[millis.length - 1] == 0;
    return Optional.of(
        new ExpectedStart(
            positions[positions.length / 2],
            isKnown ? now.plusMillis(millis[millis.length / 2]) : null,
            isKnown ? now.plusMillis(millis[(int) (millis.length * 0.9)]) : null,
            samples.measured(task(batch.id()))));
  }

  /** How many jobs were submitted before it. */
  private long order(WaitingBatch batch, JobId job) {
    long own = Math.max(0, job.index() - batch.nextIndex()) + (long) batch.retries().size();
    return before.getOrDefault(batch.id(), 0L) + Math.min(own, batch.waiting());
  }

  private static long extrapolated(Starts run, long position) {
    return (long) ((double) run.lastMillis() * Math.max(position, MOST_JOBS) / MOST_JOBS);
  }

  /** The earlier one; null if both are. */
  static @Nullable ExpectedStart earlier(@Nullable ExpectedStart a, @Nullable ExpectedStart b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    Comparator<ExpectedStart> byTime =
        Comparator.comparing(ExpectedStart::p50, Comparator.nullsLast(Comparator.naturalOrder()));
    return byTime.compare(a, b) <= 0 ? a : b;
  }
}
