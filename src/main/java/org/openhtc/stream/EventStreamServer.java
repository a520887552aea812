package org.openhtc.stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Reauthentication;
import org.openhtc.api.ValidUntil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The open streams of this process. Each is written by the thread of its request. On shutdown they
 * end first; after that, the web server waits for its remaining requests.
 */
@Component
public class EventStreamServer implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(EventStreamServer.class);

  private final StreamSettings settings;
  private final Clock clock;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private final StreamPlaces places;
  private volatile boolean isRunning;

  EventStreamServer(StreamSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.places = new StreamPlaces(settings);
  }

  /**
   * The id of the event after which the client resumes the stream; null when it starts from the
   * beginning. The header has precedence over the parameter: a browser that reconnects repeats the
   * old parameter, and sends the id of the last event that it received in the header.
   *
   * @param header {@code Last-Event-ID}
   * @param parameter {@code lastEventId}
   */
  public static @Nullable String lastEventId(@Nullable String header, @Nullable String parameter) {
    String id = header == null ? parameter : header;
    return id == null || id.isEmpty() ? null : id;
  }

  /**
   * Responds to a request with a stream. Returns when the stream has ended.
   *
   * @param access throws {@link ApiException} when the given caller may not read the stream; called
   *     repeatedly with the caller's current role
   * @param body writes the events while the stream is open
   * @throws ApiException 429 when the caller or its workspace has too many open streams, 503 when
   *     the process has, and during shutdown
   */
  public void serve(
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response,
      Consumer<Caller> access,
      Consumer<EventStream> body) {
    if (request.getMethod().equals("HEAD")) {
      EventStream.writeHeaders(response);
      return;
    }
    EventStream stream =
        new EventStream(
            response, clock, end(request), settings.heartbeat(), () -> isAllowed(request, access));
    places.take(caller);
    open.add(stream);
    try {
      requireRunning();
      body.accept(stream);
      stream.flush();
    } catch (StreamClosedException closed) {
      log.debug("A stream of user {} has ended", caller.userId(), closed);
    } catch (RuntimeException e) {
      if (!stream.hasBegun()) {
        throw e;
      }
      log.warn(
          "A stream of user {} failed; its client can resume it with a new one",
          caller.userId(),
          e);
    } finally {
      open.remove(stream);
      places.release(caller);
    }
  }

  private static boolean isAllowed(HttpServletRequest request, Consumer<Caller> access) {
    try {
      access.accept(Reauthentication.caller(request));
      return true;
    } catch (ApiException refused) {
      return false;
    }
  }

  private Instant end(HttpServletRequest request) {
    Instant latest = clock.instant().plus(settings.longest());
    Instant validUntil = ValidUntil.of(request);
    return validUntil.isBefore(latest) ? validUntil : latest;
  }

  private void requireRunning() {
    if (!isRunning) {
      throw ApiException.unavailable("The service is shutting down.");
    }
  }

  @Override
  public void start() {
    isRunning = true;
  }

  @Override
  public void stop() {
    isRunning = false;
    open.forEach(EventStream::end);
  }

  @Override
  public boolean isRunning() {
    return isRunning;
  }
}
