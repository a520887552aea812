package org.openhtc.execution.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call in progress: at its deadline the connection that it uses is closed. */
final class RunningCall implements AutoCloseable {
  private final long limit;
  private final Consumer<RunningCall> ended;
  private @Nullable SocketChannel channel;
  private long deadline;
  private boolean isSuspended;
  private boolean isExpired;

  RunningCall(Duration limit, long now, Consumer<RunningCall> ended) {
    this.limit = limit.toNanos();
    this.deadline = now + this.limit;
    this.ended = ended;
  }

  /** The connection that the call uses from now on. */
  synchronized void uses(SocketChannel used) throws IOException {
    channel = used;
    if (isExpired) {
      used.close();
    }
  }

  synchronized boolean isExpired() {
    return isExpired;
  }

  /** The limit begins again. */
  synchronized void restart() {
    deadline = System.nanoTime() + limit;
    isSuspended = false;
  }

  /** No limit until {@link #restart}. */
  synchronized void suspend() {
    isSuspended = true;
  }

  /** Waits for a permit, at most until the deadline. */
  void acquire(Semaphore permits) throws IOException {
    try {
      if (!permits.tryAcquire(remaining(), TimeUnit.NANOSECONDS)) {
        synchronized (this) {
          isExpired = true;
        }
        throw new IOException("all connections are in use");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  private synchronized long remaining() {
    return deadline - System.nanoTime();
  }

  void expireIfDue(long now) {
    SocketChannel due = null;
    synchronized (this) {
      if (!isExpired && !isSuspended && now - deadline >= 0) {
        isExpired = true;
        due = channel;
      }
    }
    if (due != null) {
      Connection.close(due);
    }
  }

  @Override
  public void close() {
    ended.accept(this);
  }
}
