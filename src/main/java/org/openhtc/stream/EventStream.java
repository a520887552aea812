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
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * A stream of server-sent events to one client, written by one thread. The answer begins with the
 * first event; until then a refusal can still be told with a status.
 */
public final class EventStream {
  /** What a client waits before it opens a stream again that has ended. */
  private static final String RETRY = "retry: 1000\n\n";

  private final HttpServletResponse response;
  private final Clock clock;
  private final Instant endsAt;
  private final Duration heartbeat;
  private final BooleanSupplier access;
  private final Semaphore bell = new Semaphore(0);
  private volatile boolean isEnding;
  private boolean hasBegun;
  private boolean isAllowed = true;
  private long lastCheck = System.nanoTime();
  private long lastWrite = System.nanoTime();

  /**
   * @param access whether the caller may still have the stream; asked at every heartbeat
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
   * False once the stream is as old as it may get, its caller's token has expired, the caller may
   * not have it any more, or we end. For the writer's thread.
   */
  public boolean goesOn() {
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

  /** Wakes the writer; for any thread. */
  public void ring() {
    bell.release();
  }

  /** The writer comes to its end at the next opportunity; for any thread. */
  void end() {
    isEnding = true;
    ring();
  }

  /**
   * Writes an event.
   *
   * @param id by which the client can go on behind this event; null for one that is no such place
   * @param data JSON on one line
   */
  public void send(String event, @Nullable String id, String data) {
    if (!goesOn()) {
      throw new StreamClosedException();
    }
    write((id == null ? "" : "id: " + id + "\n") + "event: " + event + "\ndata: " + data + "\n\n");
  }

  /** Writes words for people who look at the stream; clients pass over them. */
  public void comment(String words) {
    write(": " + words + "\n\n");
  }

  /** Sends what was written; waits until somebody rings, at most so long. */
  public void await(Duration atMost) {
    flush();
    Duration toEnd = Duration.between(clock.instant(), endsAt);
    Duration wait = shorter(shorter(atMost, toEnd), untilHeartbeat());
    try {
      if (bell.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        bell.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamClosedException();
    }
    if (untilHeartbeat().isZero()) {
      comment("");
      flush();
    }
  }

  boolean hasBegun() {
    return hasBegun;
  }

  /** Sends what was written so far. */
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
    head(response);
    response.getOutputStream().write(RETRY.getBytes(StandardCharsets.UTF_8));
  }

  /** What every stream's answer says of itself. */
  static void head(HttpServletResponse response) {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    // For nginx and those who learned from it: events are sent on as they come.
    response.setHeader("X-Accel-Buffering", "no");
  }

  private Duration untilHeartbeat() {
    if (!hasBegun) {
      return heartbeat;
    }
    Duration silence = Duration.ofNanos(System.nanoTime() - lastWrite);
    return silence.compareTo(heartbeat) >= 0 ? Duration.ZERO : heartbeat.minus(silence);
  }

  private static Duration shorter(Duration one, Duration other) {
    Duration shorter = one.compareTo(other) < 0 ? one : other;
    return shorter.isNegative() ? Duration.ZERO : shorter;
  }
}
