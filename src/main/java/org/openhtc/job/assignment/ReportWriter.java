package org.openhtc.job.assignment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.openhtc.job.JobReport;
import org.openhtc.job.lifecycle.JobRowStore;
import org.springframework.stereotype.Component;

/**
 * Writes reports in bulk: whoever finds the pen free writes everything that has gathered while the
 * last transaction ran. Under load thousands of transitions share one commit, without load nobody
 * waits for company.
 */
@Component
class ReportWriter {
  private record Pending(List<JobReport> reports, CompletableFuture<List<Boolean>> outcome) {}

  private final JobRowStore store;
  private final ConcurrentLinkedQueue<Pending> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock pen = new ReentrantLock();

  ReportWriter(JobRowStore store) {
    this.store = store;
  }

  List<Boolean> record(List<JobReport> reports) {
    Pending mine = new Pending(reports, new CompletableFuture<>());
    queue.add(mine);
    pen.lock();
    try {
      if (!mine.outcome.isDone()) {
        writeAllThatWait();
      }
    } finally {
      pen.unlock();
    }
    return outcomeOf(mine);
  }

  private static List<Boolean> outcomeOf(Pending mine) {
    try {
      return mine.outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void writeAllThatWait() {
    List<Pending> together = new ArrayList<>();
    for (Pending next = queue.poll(); next != null; next = queue.poll()) {
      together.add(next);
    }
    try {
      List<Boolean> outcomes =
          store.record(together.stream().flatMap(p -> p.reports.stream()).toList());
      int from = 0;
      for (Pending pending : together) {
        int to = from + pending.reports.size();
        pending.outcome.complete(List.copyOf(outcomes.subList(from, to)));
        from = to;
      }
    } catch (RuntimeException | Error e) {
      writeOneByOne(together);
    }
  }

  /** One report that can't be written must not hold back the others. */
  private void writeOneByOne(List<Pending> together) {
    for (Pending pending : together) {
      try {
        pending.outcome.complete(store.record(pending.reports));
      } catch (RuntimeException | Error e) {
        pending.outcome.completeExceptionally(e);
      }
    }
  }
}
