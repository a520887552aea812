package org.openhtc.stream;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * A stream of server-sent events to one client, written by one thread. The response starts with the
 * first event; until then an error can still be reported with an HTTP status.
 */
public final class EventStream {
  /** The delay before the client reconnects, in milliseconds. */
  private static final String RETRY = "retry: 1000\n\n";

  /**
   * The end of the stream is noticed after this time at the latest, while it waits for a permit.
   */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final HttpServletResponse response;
  private final Clock clock;
  private final Instant endsAt;
  private final Duration heartbeat;
  private final BooleanSupplier access;
  private final Semaphore wakeUps = new Semaphore(0);
  private volatile boolean isEnding;
  private Supplier<@Nullable String> position = () -> null;
  private boolean hasBegun;
  private boolean isAllowed = true;
  private long lastCheck = System.nanoTime();
  private long lastWrite = System.nanoTime();

  /**
   * @param access whether the caller may still read the stream; checked at every heartbeat
   */
  EventStream(
      HttpServletResponse response,
      Clock clock,
      Instant endsAt,
      Duration heartbeat,
      BooleanSupplier access) {
    this.response = response;
    this.clock = clock;
    this.endsAt = endsAt;
    this.heartbeat = heartbeat;
    this.access = access;
  }

  /**
   * False when the stream has reached its maximum age, the caller's token has expired, the caller
   * has lost access, or the service shuts down. Only the writing thread calls it.
   */
  public boolean isOpen() {
    return !isEnding && clock.instant().isBefore(endsAt) && isAllowed();
  }

  private boolean isAllowed() {
    long now = System.nanoTime();
    if (isAllowed && now - lastCheck >= heartbeat.toNanos()) {
      lastCheck = now;
      isAllowed = access.getAsBoolean();
    }
    return isAllowed;
  }

  /** Wakes the writing thread. Any thread may call it. */
  public void wakeUp() {
    wakeUps.release();
  }

  /** Requests the end of the stream; the writing thread ends it soon. Any thread may call it. */
  void end() {
    isEnding = true;
    wakeUp();
  }

  /**
   * Writes an event.
   *
   * @param id the client can resume the stream after the event with this id; null when it cannot
   *     resume there
   * @param data JSON on one line
   */
  public void send(String event, @Nullable String id, String data) {
    requireOpen();
    write((id == null ? "" : "id: " + id + "\n") + "event: " + event + "\ndata: " + data + "\n\n");
  }

  /**
   * Sets the position after everything that was sent, which heartbeats then contain. A client that
   * resumes a quiet stream there does not cause the whole time since the last event to be read.
   *
   * @param current the id of the position; null while it is unknown
   */
  public void setPosition(Supplier<@Nullable String> current) {
    position = current;
  }

  /** Writes a comment for people who read the raw stream; clients ignore it. */
  public void comment(String text) {
    write(": " + text + "\n\n");
  }

  /** Flushes, then waits for a wake-up, but not longer than {@code atMost}. */
  public void await(Duration atMost) {
    flush();
    Duration toEnd = Duration.between(clock.instant(), endsAt);
    Duration wait = shorter(shorter(atMost, toEnd), untilHeartbeat());
    try {
      if (wakeUps.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        wakeUps.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamClosedException();
    }
    if (untilHeartbeat().isZero()) {
      sendHeartbeat();
      flush();
    }
  }

  /**
   * Waits for that time, regardless of wake-ups; sends heartbeats meanwhile. Ends the writing if
   * the stream has to end.
   */
  public void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
      await(Duration.ofNanos(left));
      requireOpen();
    }
  }

  /** Waits for a permit, as {@link #pause} does. */
  public void acquire(Semaphore permits) {
    try {
      while (!permits.tryAcquire(
          shorter(LONGEST_WAIT, untilHeartbeat()).toNanos(), TimeUnit.NANOSECONDS)) {
        await(Duration.ZERO);
        requireOpen();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamClosedException();
    }
  }

  private void requireOpen() {
    if (!isOpen()) {
      throw new StreamClosedException();
    }
  }

  /** A block with an id and without data is no event: the client only stores the id. */
  private void sendHeartbeat() {
    String id = position.get();
    write(id == null ? ": \n\n" : ": \nid: " + id + "\n\n");
  }

  boolean hasBegun() {
    return hasBegun;
  }

  /** Sends everything that was written so far. */
  public void flush() {
    if (!hasBegun) {
      return;
    }
    try {
      response.flushBuffer();
    } catch (IOException e) {
      throw new StreamClosedException(e);
    }
  }

  private void write(String text) {
    try {
      if (!hasBegun) {
        begin();
      }
      response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      lastWrite = System.nanoTime();
    } catch (IOException e) {
      throw new StreamClosedException(e);
    }
  }

  private void begin() throws IOException {
    hasBegun = true;
    writeHeaders(response);
    response.getOutputStream().write(RETRY.getBytes(StandardCharsets.UTF_8));
  }

  /** Sets the headers of every stream response. */
  static void writeHeaders(HttpServletResponse response) {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    // Nginx, and other proxies that know this header, then forward events without buffering.
    response.setHeader("X-Accel-Buffering", "no");
  }

  private Duration untilHeartbeat() {
    if (!hasBegun) {
      return heartbeat;
    }
    Duration idle = Duration.ofNanos(System.nanoTime() - lastWrite);
    return idle.compareTo(heartbeat) >= 0 ? Duration.ZERO : heartbeat.minus(idle);
  }

  private static Duration shorter(Duration one, Duration other) {
    Duration shorter = one.compareTo(other) < 0 ? one : other;
    return shorter.isNegative() ? Duration.ZERO : shorter;
  }
}
