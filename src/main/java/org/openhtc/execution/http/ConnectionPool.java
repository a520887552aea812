package org.openhtc.execution.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one server. The connection used last is reused first, so that others expire.
 */
final class ConnectionPool {
  /** More than an agent has workers for one host. */
  static final int MOST_IN_USE = 64;

  /**
   * Kept for short reads, which show whether the server responds: other calls wait for containers
   * to stop or for files to be deleted, some for minutes.
   */
  static final int FOR_READS = 16;

  private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

  private final HttpAddress address;
  private final int mostIdle;
  private final Semaphore permits = new Semaphore(MOST_IN_USE);
  private final Semaphore otherThanReads = new Semaphore(MOST_IN_USE - FOR_READS);
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  /**
   * @param mostIdle connections that are kept while no call uses them
   */
  ConnectionPool(HttpAddress address, int mostIdle) {
    this.address = address;
    this.mostIdle = mostIdle;
  }

  /** The permit to use a connection; {@link #release} returns it. */
  void acquire(HttpCall wanted, RunningCall call) throws IOException {
    if (wanted.isShortRead()) {
      call.acquire(permits);
      return;
    }
    call.acquire(otherThanReads);
    try {
      call.acquire(permits);
    } catch (IOException e) {
      otherThanReads.release();
      throw e;
    }
  }

  void release(HttpCall ended) {
    permits.release();
    if (!ended.isShortRead()) {
      otherThanReads.release();
    }
  }

  /** An idle connection that the server has not closed; else a new one. */
  Connection take(RunningCall call) throws IOException {
    for (Connection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      if (next.isUsable()) {
        call.uses(next.channel());
        return next;
      }
      discard(next);
    }
    return open(call);
  }

  Connection open(RunningCall call) throws IOException {
    Connection opened = new Connection(OpenSocket.to(address, call), address.authority());
    open.add(opened);
    if (isClosed) {
      discard(opened);
      throw new IOException("the connection was closed by this process");
    }
    return opened;
  }

  void giveBack(Connection connection) {
    connection.becomesIdle();
    idle.addFirst(connection);
    Connection oldest = idle.peekLast();
    boolean isSurplus =
        oldest != null && (isClosed || isTooMany() || oldest.isIdleFor(LONGEST_IDLE));
    if (isSurplus) {
      discardOldest();
    }
  }

  private boolean isTooMany() {
    return idle.size() > mostIdle;
  }

  private void discardOldest() {
    @Nullable Connection oldest = idle.pollLast();
    if (oldest != null) {
      discard(oldest);
    }
  }

  void discard(Connection connection) {
    open.remove(connection);
    connection.close();
  }

  /** Closes all connections, those in use too. */
  void close() {
    isClosed = true;
    open.forEach(this::discard);
    idle.clear();
  }
}
