package org.openhtc.job.assignment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openhtc.job.lifecycle.ReportOutcome;
import org.openhtc.job.lifecycle.ReportStore;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Writes reports in rounds. The reports of a batch that another transaction has locked stay for
 * later rounds, which do not wait for the lock, so that they delay no other report. The reports of
 * one batch keep their order. Not thread-safe.
 */
final class ReportRounds {
  /** Pause between two rounds while there are only reports of locked batches. */
  static final Duration PAUSE = Duration.ofMillis(50);

  /** Jobs in a transaction. With logs of the largest size, it sends 8 MiB. */
  static final int LARGEST_GROUP = 1_000;

  private final ReportStore store;
  private List<QueuedReports> locked = new ArrayList<>();

  ReportRounds(ReportStore store) {
    this.store = store;
  }

  /** Whether reports are left whose batches were locked. */
  boolean hasLocked() {
    return !locked.isEmpty();
  }

  /** Writes the reports, and those that are left from earlier rounds. */
  void write(List<QueuedReports> queued) {
    List<QueuedReports> free = withoutLocked(queued);
    List<QueuedReports> earlier = locked;
    locked = new ArrayList<>();
    for (List<QueuedReports> group : groups(free)) {
      write(group, Wait.SHORT);
    }
    for (List<QueuedReports> group : groups(earlier)) {
      write(group, Wait.NONE);
    }
  }

  /** Whether to wait for a batch that is locked. */
  private enum Wait {
    SHORT,
    NONE
  }

  private static List<List<QueuedReports>> groups(List<QueuedReports> reports) {
    List<QueuedReports> wanted = reports.stream().filter(report -> !report.isDone()).toList();
    List<List<QueuedReports>> groups = new ArrayList<>();
    for (int from = 0; from < wanted.size(); from += LARGEST_GROUP) {
      groups.add(wanted.subList(from, Math.min(wanted.size(), from + LARGEST_GROUP)));
    }
    return groups;
  }

  /** The reports of other batches than those that are locked; adds the rest to the locked ones. */
  private List<QueuedReports> withoutLocked(List<QueuedReports> reports) {
    Set<UUID> batches = locked.stream().map(QueuedReports::batch).collect(Collectors.toSet());
    List<QueuedReports> free = new ArrayList<>();
    for (QueuedReports report : reports) {
      (batches.contains(report.batch()) ? locked : free).add(report);
    }
    return free;
  }

  /** The batches that an earlier group of this round found locked keep their order. */
  private void write(List<QueuedReports> reports, Wait wait) {
    List<QueuedReports> group = withoutLocked(reports);
    if (group.isEmpty()) {
      return;
    }
    List<ReportOutcome> outcomes;
    try {
      outcomes = store(group, wait);
    } catch (RuntimeException | Error e) {
      fail(group, wait, e);
      return;
    }
    Iterator<ReportOutcome> next = outcomes.iterator();
    for (QueuedReports ofJob : group) {
      take(ofJob, ofJob.reports().stream().map(report -> next.next()).toList());
    }
  }

  private void take(QueuedReports ofJob, List<ReportOutcome> outcomes) {
    if (outcomes.contains(ReportOutcome.LOCKED)) {
      locked.add(ofJob); // all of them: they are of one batch
    } else {
      ofJob
          .outcome()
          .complete(outcomes.stream().map(outcome -> outcome == ReportOutcome.CHANGED).toList());
    }
  }

  private List<ReportOutcome> store(List<QueuedReports> group, Wait wait) {
    var reports = group.stream().flatMap(ofJob -> ofJob.reports().stream()).toList();
    return switch (wait) {
      case SHORT -> store.record(reports);
      case NONE -> store.recordUnlocked(reports);
    };
  }

  /**
   * A report that can't be written must not prevent those of other jobs from being written, so a
   * group is halved until its job is alone. A database that can't be reached fails all of them at
   * once: their callers repeat them.
   */
  private void fail(List<QueuedReports> group, Wait wait, Throwable cause) {
    if (group.size() == 1 || isUnavailable(cause)) {
      group.forEach(report -> report.outcome().completeExceptionally(cause));
    } else {
      int half = group.size() / 2;
      write(group.subList(0, half), wait);
      write(group.subList(half, group.size()), wait);
    }
  }

  private static boolean isUnavailable(Throwable cause) {
    return cause instanceof TransactionException
        || cause instanceof TransientDataAccessException
        || cause instanceof RecoverableDataAccessException
        || cause instanceof DataAccessResourceFailureException;
  }
}
