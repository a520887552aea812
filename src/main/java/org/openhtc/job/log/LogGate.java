package org.openhtc.job.log;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.memory.MemoryBudget;

/**
 * Lets the lines of a log through as soon as there is memory for them. It takes its part of the
 * budget at the first line: a log whose engine does not respond keeps no other log waiting.
 *
 * <p>Thread-safe, because an engine's thread that exceeded its time limit may still send a line.
 */
final class LogGate implements Consumer<JobLogLine>, AutoCloseable {
  private final Consumer<JobLogLine> sink;
  private final Supplier<MemoryBudget.Lease> budget;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ApiException refusal;
  private MemoryBudget.@Nullable Lease lease;
  private boolean isClosed;

  LogGate(Consumer<JobLogLine> sink, Supplier<MemoryBudget.Lease> budget) {
    this.sink = sink;
    this.budget = budget;
  }

  @Override
  public void accept(JobLogLine line) {
    lock.lock();
    try {
      if (isClosed) {
        throw new IllegalStateException("this read of a log has ended");
      }
      throwRefusal();
      if (lease == null) {
        open();
      }
      sink.accept(line);
    } finally {
      lock.unlock();
    }
  }

  /** Throws the refusal if there was one: an engine that sends the lines would translate it. */
  void throwRefusal() {
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Later lines are refused. */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      if (lease != null) {
        lease.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private void open() {
    try {
      lease = budget.get();
    } catch (ApiException e) {
      refusal = e;
      throw e;
    }
  }
}
