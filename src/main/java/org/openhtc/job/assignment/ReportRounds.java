package org.openhtc.job.assignment;

import java.time.Duration;
import java.util.ArrayList;
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

  /** With logs of the largest size, a transaction sends 8 MiB. */
  static final int LARGEST_GROUP = 1_000;

  private final ReportStore store;
  private List<QueuedReport> locked = new ArrayList<>();

  ReportRounds(ReportStore store) {
    this.store = store;
  }

  /** Whether reports are left whose batches were locked. */
  boolean hasLocked() {
    return !locked.isEmpty();
  }

  /** Writes the reports, and those that are left from earlier rounds. */
  void write(List<QueuedReport> queued) {
    List<QueuedReport> free = withoutLocked(queued);
    List<QueuedReport> earlier = locked;
    locked = new ArrayList<>();
    for (List<QueuedReport> group : groups(free)) {
      write(group, Wait.SHORT);
    }
    for (List<QueuedReport> group : groups(earlier)) {
      write(group, Wait.NONE);
    }
  }

  /** Whether to wait for a batch that is locked. */
  private enum Wait {
    SHORT,
    NONE
  }

  private static List<List<QueuedReport>> groups(List<QueuedReport> reports) {
    List<QueuedReport> wanted = reports.stream().filter(report -> !report.isDone()).toList();
    List<List<QueuedReport>> groups = new ArrayList<>();
    for (int from = 0; from < wanted.size(); from += LARGEST_GROUP) {
      groups.add(wanted.subList(from, Math.min(wanted.size(), from + LARGEST_GROUP)));
    }
    return groups;
  }

  /** The reports of other batches than those that are locked; adds the rest to the locked ones. */
  private List<QueuedReport> withoutLocked(List<QueuedReport> reports) {
    Set<UUID> batches = locked.stream().map(QueuedReport::batch).collect(Collectors.toSet());
    List<QueuedReport> free = new ArrayList<>();
    for (QueuedReport report : reports) {
      (batches.contains(report.batch()) ? locked : free).add(report);
    }
    return free;
  }

  /** The batches that an earlier group of this round found locked keep their order. */
  private void write(List<QueuedReport> reports, Wait wait) {
    List<QueuedReport> group = withoutLocked(reports);
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
    for (int i = 0; i < group.size(); i++) {
      QueuedReport report = group.get(i);
      switch (outcomes.get(i)) {
        case CHANGED -> report.outcome().complete(true);
        case UNCHANGED -> report.outcome().complete(false);
        case LOCKED -> locked.add(report);
      }
    }
  }

  private List<ReportOutcome> store(List<QueuedReport> group, Wait wait) {
    var reports = group.stream().map(QueuedReport::report).toList();
    return switch (wait) {
      case SHORT -> store.record(reports);
      case NONE -> store.recordUnlocked(reports);
    };
  }

  /**
   * A report that can't be written must not prevent the others from being written, so a group is
   * halved until that report is alone. A database that can't be reached fails all of them at once:
   * their callers repeat them.
   */
  private void fail(List<QueuedReport> group, Wait wait, Throwable cause) {
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
