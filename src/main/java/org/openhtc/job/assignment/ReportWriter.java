package org.openhtc.job.assignment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.openhtc.job.JobReport;
import org.openhtc.job.lifecycle.JobRowStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Group commit: the caller that gets the lock writes all queued reports in one transaction. Under
 * load, thousands of reports share a commit; without load there is no added delay.
 */
@Component
class ReportWriter {
  private record Pending(List<JobReport> reports, CompletableFuture<List<Boolean>> outcome) {}

  private final Function<List<JobReport>, List<Boolean>> store;
  private final ConcurrentLinkedQueue<Pending> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();

  @Autowired
  ReportWriter(JobRowStore rows) {
    this(rows::record);
  }

  /**
   * @param store writes reports in one transaction and returns for each whether it changed its job
   */
  ReportWriter(Function<List<JobReport>, List<Boolean>> store) {
    this.store = store;
  }

  List<Boolean> record(List<JobReport> reports) {
    Pending own = new Pending(reports, new CompletableFuture<>());
    queue.add(own);
    writing.lock();
    try {
      if (!own.outcome.isDone()) {
        writeQueued();
      }
    } finally {
      writing.unlock();
    }
    return outcomeOf(own);
  }

  private static List<Boolean> outcomeOf(Pending pending) {
    try {
      return pending.outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void writeQueued() {
    List<Pending> group = new ArrayList<>();
    for (Pending next = queue.poll(); next != null; next = queue.poll()) {
      group.add(next);
    }
    try {
      List<Boolean> outcomes =
          store.apply(group.stream().flatMap(p -> p.reports.stream()).toList());
      int from = 0;
      for (Pending pending : group) {
        int to = from + pending.reports.size();
        pending.outcome.complete(List.copyOf(outcomes.subList(from, to)));
        from = to;
      }
    } catch (RuntimeException | Error e) {
      writeOneByOne(group);
    }
  }

  /** Reports that can't be written must not prevent the others from being written. */
  private void writeOneByOne(List<Pending> group) {
    for (Pending pending : group) {
      try {
        pending.outcome.complete(store.apply(pending.reports));
      } catch (RuntimeException | Error e) {
        pending.outcome.completeExceptionally(e);
      }
    }
  }
}
