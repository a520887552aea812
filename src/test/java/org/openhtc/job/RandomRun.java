package org.openhtc.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openhtc.job.query.JobHistoryEntry;
import org.openhtc.job.query.JobRow;
import org.openhtc.job.statistics.JobStatisticsQueries;
import org.openhtc.job.watch.InterruptedReaders;

/** A random sequence of actions, and what was observed so far. */
final class RandomRun {
  private final JobWorld world;
  private final Random random;
  private final List<UUID> batches = new ArrayList<>();
  private final Deque<List<Placement>> plans = new ArrayDeque<>();
  private final Map<JobId, List<JobHistoryEntry>> histories = new HashMap<>();
  private final Map<JobId, JobRow> rows = new HashMap<>();
  private final Map<JobId, JobRow> ended = new HashMap<>();

  RandomRun(JobWorld world, Random random) {
    this.world = world;
    this.random = random;
  }

  void execute(int steps) {
    batches.add(world.submit(1 + random.nextInt(6), 1));
    for (int step = 0; step < steps; step++) {
      act();
      check();
    }
    drain();
    checkAll();
    assertThat(world.jobs()).allMatch(job -> job.status().isTerminal());
    readersReceiveEachEventOnce();
  }

  private void act() {
    switch (random.nextInt(13)) {
      case 0 -> batches.add(world.submit(1 + random.nextInt(6), random.nextInt(2)));
      case 1 -> world.admit();
      case 2 -> plans.add(world.plan(1 + random.nextInt(4)));
      case 3 -> place();
      case 4, 5, 6 -> cancelOne();
      case 7 -> cancelRarely();
      case 8 -> world.limit(random.nextInt(5));
      case 9 -> world.liftLimit();
      case 10 -> retry();
      default -> reportSomething();
    }
  }

  private void place() {
    long before = inUse();
    world.place(plans.isEmpty() ? world.plan(2) : plans.remove());
    assertThat(inUse()).isLessThanOrEqualTo(Math.max(before, world.limit()));
  }

  private long inUse() {
    return world.jobs().stream().filter(job -> job.status().isOnHost()).count();
  }

  private void cancelOne() {
    UUID batch = batches.get(random.nextInt(batches.size()));
    JobId job = new JobId(batch, random.nextInt(6));
    world.cancel(job);
    assertThat(world.jobs())
        .filteredOn(row -> row.id().equals(job))
        .allMatch(row -> row.status().isTerminal() || row.status().isOnHost());
  }

  private void cancelRarely() {
    if (random.nextInt(5) == 0) {
      world.cancelAll();
    }
  }

  /** Every failed job waits again. */
  private void retry() {
    long failed = world.jobs(JobStatus.FAILED).size();
    assertThat(world.retryAll()).isEqualTo(failed);
    assertThat(world.jobs(JobStatus.FAILED)).isEmpty();
    ended.values().removeIf(job -> job.status() == JobStatus.FAILED);
  }

  private void reportSomething() {
    List<JobRow> jobs = world.jobs();
    world.report(jobs.get(random.nextInt(jobs.size())), event());
  }

  private JobEvent event() {
    return switch (random.nextInt(4)) {
      case 0 -> new JobEvent.ContainerStarted();
      case 1 -> new JobEvent.Exited(0, false);
      case 2 -> new JobEvent.Exited(1, false);
      default -> new JobEvent.Faulted("Host h1 became unreachable");
    };
  }

  /** Every job that was not cancelled is placed in the end. */
  private void drain() {
    world.liftLimit();
    world.admit();
    while (world.place(world.plan(10)) > 0) {
      check();
    }
    for (JobRow job : world.jobs()) {
      if (!job.status().isTerminal()) {
        assertThat(world.report(job, new JobEvent.Exited(0, false))).as(job.toString()).isTrue();
      }
    }
  }

  /**
   * After each step: what takes a query per status or per job is checked for one status and for the
   * jobs that changed. What is wrong elsewhere is found at the end.
   */
  private void check() {
    List<JobRow> jobs = world.jobs();
    statisticsCountEachJobOnce(jobs);
    JobStatus[] statuses = JobStatus.values();
    listHasTheJobsOfTheStatus(statuses[random.nextInt(statuses.length)], jobs);
    queueReturnsTheWaitingJobs(jobs);
    jobs.forEach(this::endedJobStaysAsItIs);
    for (JobRow job : jobs) {
      if (!job.equals(rows.put(job.id(), job))) {
        historyOnlyGrows(job);
      }
    }
  }

  private void checkAll() {
    check();
    List<JobRow> jobs = world.jobs();
    for (JobStatus status : JobStatus.values()) {
      listHasTheJobsOfTheStatus(status, jobs);
    }
    jobs.forEach(this::historyOnlyGrows);
  }

  private void statisticsCountEachJobOnce(List<JobRow> jobs) {
    assertThat(jobs).extracting(JobRow::id).doesNotHaveDuplicates();
    Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
    for (JobStatus status : JobStatus.values()) {
      counts.put(status, jobs.stream().filter(job -> job.status() == status).count());
    }
    assertThat(world.bean(JobStatisticsQueries.class).ofTask(world.task).jobStatuses())
        .isEqualTo(counts);
  }

  private void listHasTheJobsOfTheStatus(JobStatus status, List<JobRow> jobs) {
    assertThat(world.jobs(status))
        .isEqualTo(jobs.stream().filter(job -> job.status() == status).toList());
  }

  private void queueReturnsTheWaitingJobs(List<JobRow> jobs) {
    long waiting =
        jobs.stream().filter(job -> !job.status().isTerminal() && !job.status().isOnHost()).count();
    assertThat(world.waiting()).isEqualTo(Math.toIntExact(waiting));
  }

  private void readersReceiveEachEventOnce() {
    assertThat(new InterruptedReaders(world, random).read())
        .isEqualTo(world.jobs().stream().collect(Collectors.toMap(JobRow::id, world::history)));
  }

  private void endedJobStaysAsItIs(JobRow job) {
    JobRow end = ended.get(job.id());
    if (end != null) {
      assertThat(job).isEqualTo(end);
    } else if (job.status().isTerminal()) {
      ended.put(job.id(), job);
    }
  }

  private void historyOnlyGrows(JobRow job) {
    List<JobHistoryEntry> entries = world.history(job);
    List<JobHistoryEntry> before = histories.put(job.id(), entries);
    if (before != null) {
      assertThat(entries.subList(0, before.size())).isEqualTo(before);
    }
    assertThat(entries.getLast().status()).isEqualTo(job.status());
    if (job.attempt() == 0) {
      assertThat(entries).noneMatch(entry -> entry.status().isOnHost());
    }
  }
}
