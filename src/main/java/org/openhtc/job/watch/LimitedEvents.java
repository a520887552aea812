package org.openhtc.job.watch;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.openhtc.stream.EventStream;

/** The events for one stream, within the limits of its user and of all users together. */
final class LimitedEvents implements TaskEvents, AutoCloseable {
  private final TaskEvents events;
  private final EventReadTurn turn;
  private final Semaphore reads;
  private final EventStream stream;
  private final Runnable onClose;

  /**
   * @param turn of the stream's user
   * @param reads a permit for each read that may be made at the same time
   */
  LimitedEvents(
      TaskEvents events,
      EventReadTurn turn,
      Semaphore reads,
      EventStream stream,
      Runnable onClose) {
    this.events = events;
    this.turn = turn;
    this.reads = reads;
    this.stream = stream;
    this.onClose = onClose;
  }

  /** Waits for the turn first; heartbeats are sent meanwhile. */
  @Override
  public List<StoredEvent> read(
      UUID task, @Nullable String group, EventPosition after, long until, int limit) {
    turn.take(stream);
    Duration duration = Duration.ZERO;
    long number = 0;
    try {
      stream.acquire(reads);
      long started = System.nanoTime();
      try {
        List<StoredEvent> page = events.read(task, group, after, until, limit);
        number = page.stream().mapToLong(StoredEvent::size).sum();
        return page;
      } finally {
        reads.release();
        duration = Duration.ofNanos(System.nanoTime() - started);
      }
    } finally {
      turn.release(duration, number);
    }
  }

  @Override
  public void close() {
    onClose.run();
  }
}
