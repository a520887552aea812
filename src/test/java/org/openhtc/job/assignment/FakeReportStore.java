package org.openhtc.job.assignment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.lifecycle.ReportOutcome;
import org.openhtc.job.lifecycle.ReportStore;

/** Stores reports in memory, and fails as the test requests. */
final class FakeReportStore implements ReportStore {
  private final List<JobReport> recorded = new ArrayList<>();
  private final Set<UUID> locked = new HashSet<>();
  private final Set<JobId> ignored = new HashSet<>();
  private int transactions;
  private int waits;
  private boolean paused;
  private @Nullable UUID lockedOnce;
  private @Nullable JobId bad;
  private @Nullable Throwable failure;
  private int failures;
  private @Nullable Throwable nextFailure;

  /** Lets transactions wait until {@link #resume}. */
  synchronized void pause() {
    paused = true;
  }

  synchronized void resume() {
    paused = false;
    notifyAll();
  }

  synchronized void lock(UUID batch) {
    locked.add(batch);
  }

  /** Locks the batch during the next transaction only. */
  synchronized void lockOnce(UUID batch) {
    lockedOnce = batch;
  }

  synchronized void unlock(UUID batch) {
    locked.remove(batch);
  }

  /** Lets reports of that job change nothing. */
  synchronized void ignore(JobId job) {
    ignored.add(job);
  }

  /** Lets transactions with a report of that job fail. */
  synchronized void failOn(JobId job, Throwable cause) {
    bad = job;
    failure = cause;
  }

  synchronized void failAlways(Throwable cause) {
    failure = cause;
  }

  /** Lets so many transactions fail from now on. */
  synchronized void failNext(int number, Throwable cause) {
    failures = number;
    nextFailure = cause;
  }

  synchronized int transactions() {
    return transactions;
  }

  /** How many transactions have waited for a batch that stayed locked. */
  synchronized int waits() {
    return waits;
  }

  synchronized List<JobReport> recorded() {
    return List.copyOf(recorded);
  }

  @Override
  public List<ReportOutcome> record(List<JobReport> reports) {
    List<ReportOutcome> outcomes = recordUnlocked(reports);
    if (outcomes.contains(ReportOutcome.LOCKED)) {
      countWait();
    }
    return outcomes;
  }

  private synchronized void countWait() {
    waits++;
  }

  @Override
  public synchronized List<ReportOutcome> recordUnlocked(List<JobReport> reports) {
    transactions++;
    awaitResume();
    if (failure != null
        && (bad == null || reports.stream().anyMatch(report -> report.job().equals(bad)))) {
      throw FakeReportStore.<RuntimeException>unchecked(failure);
    }
    if (failures > 0 && nextFailure != null) {
      failures--;
      throw FakeReportStore.<RuntimeException>unchecked(nextFailure);
    }
    List<ReportOutcome> outcomes = reports.stream().map(this::record).toList();
    lockedOnce = null;
    return outcomes;
  }

  private ReportOutcome record(JobReport report) {
    UUID batch = report.job().batchId();
    if (locked.contains(batch) || batch.equals(lockedOnce)) {
      return ReportOutcome.LOCKED;
    }
    if (ignored.contains(report.job())) {
      return ReportOutcome.UNCHANGED;
    }
    recorded.add(report);
    return ReportOutcome.CHANGED;
  }

  private void awaitResume() {
    try {
      while (paused) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E unchecked(Throwable cause) throws E {
    throw (E) cause;
  }
}
