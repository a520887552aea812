package org.openhtc.job.log;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;

/**
 * Lets the lines of a log through as soon as few enough others are being read. It takes its permit
 * at the first line: a log whose engine does not respond keeps no other log waiting.
 *
 * <p>Thread-safe, because an engine's thread that exceeded its time limit may still send a line.
 */
final class LogGate implements Consumer<JobLogLine>, AutoCloseable {
  /** Delay before a refused client should try again. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Consumer<JobLogLine> sink;
  private final Semaphore permits;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ApiException refusal;
  private boolean isOpen;
  private boolean isClosed;

  LogGate(Consumer<JobLogLine> sink, Semaphore permits, Duration patience) {
    this.sink = sink;
    this.permits = permits;
    this.patience = patience;
  }

  @Override
  public void accept(JobLogLine line) {
    lock.lock();
    try {
      if (isClosed) {
        throw new IllegalStateException("this read of a log has ended");
      }
      throwRefusal();
      if (!isOpen) {
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
      if (isOpen) {
        isOpen = false;
        permits.release();
      }
    } finally {
      lock.unlock();
    }
  }

  static ApiException tooManyReads() {
    return ApiException.unavailable("Too many logs are being read; try again later.", RETRY);
  }

  private void open() {
    try {
      isOpen = permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!isOpen) {
      refusal = tooManyReads();
      throw refusal;
    }
  }
}
