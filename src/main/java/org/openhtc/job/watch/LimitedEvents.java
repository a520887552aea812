package org.openhtc.job.watch;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.openhtc.stream.EventStream;

/** The events for one stream, within the limits of its user and of all users together. */
final class LimitedEvents implements TaskEvents, AutoCloseable {
  /**
   * When pages are read.
   *
   * @param turn of the stream's user
   * @param reads a permit for each read that may be made at the same time
   */
  record Pace(EventReadTurn turn, Semaphore reads) {}

  private final TaskEvents events;
  private final Pace present;
  private final EventStream stream;
  private final Runnable onClose;
  private Pace pace;

  /**
   * @param history for the events that happened before the stream began
   * @param present for the later ones
   */
  LimitedEvents(
      TaskEvents events, Pace history, Pace present, EventStream stream, Runnable onClose) {
    this.events = events;
    this.present = present;
    this.stream = stream;
    this.onClose = onClose;
    this.pace = history;
  }

  /** The events that are read from now on happened after the stream began. */
  void caughtUp() {
    pace = present;
  }

  /** Waits for the turn first; heartbeats are sent meanwhile. */
  @Override
  public List<StoredEvent> read(
      UUID task, @Nullable String group, EventPosition after, long until, int limit) {
    pace.turn.take(stream);
    Duration duration = Duration.ZERO;
    long number = 0;
    try {
      stream.acquire(pace.reads);
      long started = System.nanoTime();
      try {
        List<StoredEvent> page = events.read(task, group, after, until, limit);
        number = page.stream().mapToLong(StoredEvent::size).sum();
        return page;
      } finally {
        pace.reads.release();
        duration = Duration.ofNanos(System.nanoTime() - started);
      }
    } finally {
      pace.turn.release(duration, number);
    }
  }

  @Override
  public void close() {
    onClose.run();
  }
}
