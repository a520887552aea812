package org.openhtc.job.assignment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.lifecycle.ReportStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;

/**
 * Group commit: while one transaction writes, and for a moment after a short one, the reports of
 * other callers queue up for the next. Under load, hundreds of reports share a commit; without load
 * there is no added delay. A thread writes only while there are reports.
 */
@Component
class ReportWriter {
  /** Longer than a failover of the database takes. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /**
   * Between the starts of two transactions. A transaction for some reports costs little more than
   * one for a single report, here and in the database.
   */
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(25);

  private final ReportStore store;
  private final Duration longestWait;
  private final Duration shortestInterval;
  private final BlockingQueue<QueuedReports> queue = new LinkedBlockingQueue<>();
  private final AtomicBoolean isWriting = new AtomicBoolean();
  private volatile long nextStart = System.nanoTime();

  @Autowired
  ReportWriter(ReportStore store) {
    this(store, LONGEST_WAIT, SHORTEST_INTERVAL);
  }

  ReportWriter(ReportStore store, Duration longestWait, Duration shortestInterval) {
    this.store = store;
    this.longestWait = longestWait;
    this.shortestInterval = shortestInterval;
  }

  /**
   * Writes the reports and waits for the commit.
   *
   * @return for each report, whether it changed its job
   * @throws org.springframework.dao.DataAccessException if reports were not written; those that
   *     were are repeated without effect
   */
  List<Boolean> record(List<JobReport> reports) {
    List<QueuedReports> own = QueuedReports.byJob(reports);
    queue.addAll(own);
    if (isWriting.compareAndSet(false, true)) {
      Thread.ofVirtual().name("reports").start(this::writeAll);
    }
    await(own);
    return outcomes(reports, own);
  }

  /** The outcome of each report, in the order of the reports. */
  private static List<Boolean> outcomes(List<JobReport> reports, List<QueuedReports> stored) {
    Map<JobId, Iterator<Boolean>> outcomes = new HashMap<>();
    stored.forEach(ofJob -> outcomes.put(ofJob.job(), ofJob.outcome().join().iterator()));
    return reports.stream()
        .map(report -> Objects.requireNonNull(outcomes.get(report.job())).next())
        .toList();
  }

  /** The jobs whose reports wait for the next transaction, once for each call. */
  int queued() {
    return queue.size();
  }

  private void await(List<QueuedReports> own) {
    try {
      CompletableFuture.allOf(
              own.stream().map(QueuedReports::outcome).toArray(CompletableFuture[]::new))
          .orTimeout(longestWait.toNanos(), TimeUnit.NANOSECONDS)
          .join();
    } catch (CompletionException e) {
      own.forEach(ofJob -> ofJob.outcome().cancel(false));
      throw switch (e.getCause()) {
        case TimeoutException t ->
            new QueryTimeoutException("Reports were not stored within " + longestWait, t);
        case RuntimeException cause -> cause;
        case null, default -> e;
      };
    }
  }

  private void writeAll() {
    do {
      try {
        writeQueued();
      } finally {
        isWriting.set(false);
      }
    } while (!queue.isEmpty() && isWriting.compareAndSet(false, true));
  }

  private void writeQueued() {
    ReportRounds rounds = new ReportRounds(store);
    while (rounds.hasLocked() || !queue.isEmpty()) {
      LockSupport.parkNanos(nextStart - System.nanoTime());
      nextStart = System.nanoTime() + shortestInterval.toNanos();
      rounds.write(next(rounds.hasLocked() ? ReportRounds.PAUSE : Duration.ZERO));
    }
  }

  /** All queued reports; waits for the first one at most for that time. */
  private List<QueuedReports> next(Duration pause) {
    List<QueuedReports> reports = new ArrayList<>();
    try {
      QueuedReports first = queue.poll(pause.toNanos(), TimeUnit.NANOSECONDS);
      if (first != null) {
        reports.add(first);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("no other thread knows this one", e);
    }
    queue.drainTo(reports);
    return reports;
  }
}
