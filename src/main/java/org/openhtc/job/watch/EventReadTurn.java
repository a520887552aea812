package org.openhtc.job.watch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.openhtc.stream.EventStream;

/** The turn to read a page of events, which the streams of one user take one after another. */
final class EventReadTurn {
  /** A user's streams take at most a quarter of the time of one connection and one processor. */
  private static final int REST_PER_READ = 3;

  /** Open streams of the user; changed by {@link EventReadLimiter} only. */
  int streams;

  private final Semaphore permit = new Semaphore(1, true);
  private final int eventsPerSecond;
  private long restsUntil = System.nanoTime();

  /**
   * @param eventsPerSecond long-term rate
   */
  EventReadTurn(int eventsPerSecond) {
    this.eventsPerSecond = eventsPerSecond;
  }

  /** Waits for the turn, and for the end of the rest after the previous page. */
  void take(EventStream stream) {
    stream.acquire(permit);
    boolean isRested = false;
    try {
      stream.pause(Duration.ofNanos(restsUntil - System.nanoTime()));
      isRested = true;
    } finally {
      if (!isRested) {
        permit.release();
      }
    }
  }

  /**
   * Returns the turn. The next page is read after a rest that lasts three times as long as the read
   * of this one, or longer if the number of its events requires it.
   */
  void release(Duration read, long events) {
    Duration paced = Duration.ofSeconds(events).dividedBy(eventsPerSecond);
    Duration least = read.multipliedBy(REST_PER_READ);
    Duration rest = paced.compareTo(least) > 0 ? paced : least;
    restsUntil = System.nanoTime() + rest.toNanos();
    permit.release();
  }
}
