package org.openhtc.job.watch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.openhtc.stream.EventStream;

/** The turn to read a page of events, which the streams of one user take one after another. */
final class EventReadTurn {
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
   * Returns the turn. The next page is read after a rest that lasts as long as the read of this
   * one, or longer if the number of its events requires it.
   */
  void release(Duration read, long events) {
    Duration paced = Duration.ofSeconds(events).dividedBy(eventsPerSecond);
    Duration rest = paced.compareTo(read) > 0 ? paced : read;
    restsUntil = System.nanoTime() + rest.toNanos();
    permit.release();
  }
}
