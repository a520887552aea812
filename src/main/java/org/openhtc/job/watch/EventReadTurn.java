package org.openhtc.job.watch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.openhtc.stream.EventStream;

/** The turn to read a page of events, which the streams of one user take one after another. */
final class EventReadTurn {
  private final Semaphore permit = new Semaphore(1, true);
  private final int eventsPerSecond;
  private final int restPerRead;
  private long restsUntil = System.nanoTime();

  /**
   * @param eventsPerSecond long-term rate
   * @param restPerRead shortest rest after a page, in units of the time that its read took
   */
  EventReadTurn(int eventsPerSecond, int restPerRead) {
    this.eventsPerSecond = eventsPerSecond;
    this.restPerRead = restPerRead;
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
   * Returns the turn. The next page is read after a rest that is a multiple of the read of this
   * one, or longer if the number of its events requires it.
   */
  void release(Duration read, long events) {
    Duration paced = Duration.ofSeconds(events).dividedBy(eventsPerSecond);
    Duration least = read.multipliedBy(restPerRead);
    Duration rest = paced.compareTo(least) > 0 ? paced : least;
    restsUntil = System.nanoTime() + rest.toNanos();
    permit.release();
  }
}
