package org.openhtc.stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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
 * The streams that are open in this process. Each is written by the thread of its request, which is
 * a virtual one. They end before the web server waits for its last requests.
 */
@Component
public class EventStreams implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

  /** When a caller with too many streams may try again. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final StreamSettings settings;
  private final Clock clock;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> perCaller = new ConcurrentHashMap<>();
  private volatile boolean isRunning;

  EventStreams(StreamSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The event behind which a client wants to go on; null when it begins anew. The header goes
   * before the parameter: a browser repeats the parameter when it connects again, and then says by
   * header what it has.
   *
   * @param header {@code Last-Event-ID}
   * @param parameter {@code lastEventId}
   */
  public static @Nullable String lastEventId(@Nullable String header, @Nullable String parameter) {
    String id = header == null ? parameter : header;
    return id == null || id.isEmpty() ? null : id;
  }

  /**
   * Answers a request with a stream and returns when that is over.
   *
   * @param access throws {@link ApiException} when that caller may not have the stream (any more);
   *     asked again and again with the caller as it is by then
   * @param body writes the events while the stream goes on
   * @throws ApiException 429 when the caller has too many streams open, 503 while the service ends
   */
  public void serve(
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response,
      Consumer<Caller> access,
      Consumer<EventStream> body) {
    if (request.getMethod().equals("HEAD")) {
      EventStream.head(response);
      return;
    }
    EventStream stream =
        new EventStream(
            response, clock, end(request), settings.heartbeat(), () -> isAllowed(request, access));
    String who = key(caller);
    take(who);
    open.add(stream);
    try {
      refuseWhileEnding();
      body.accept(stream);
      stream.flush();
    } catch (StreamClosedException over) {
      log.debug("A stream of {} is over", who, over);
    } catch (RuntimeException e) {
      if (!stream.hasBegun()) {
        throw e;
      }
      log.warn("A stream of {} broke off; its client can go on with a new one", who, e);
    } finally {
      open.remove(stream);
      perCaller.computeIfPresent(who, (key, count) -> count == 1 ? null : count - 1);
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
    Instant oldest = clock.instant().plus(settings.longest());
    Instant validUntil = ValidUntil.of(request);
    return validUntil.isBefore(oldest) ? validUntil : oldest;
  }

  private void take(String who) {
    int count = perCaller.merge(who, 1, Integer::sum);
    if (count > settings.perCaller()) {
      perCaller.computeIfPresent(who, (key, now) -> now - 1);
      throw ApiException.tooManyRequests(
          "There are %d streams open, which is as many as a caller may have."
              .formatted(settings.perCaller()),
          RETRY);
    }
  }

  private void refuseWhileEnding() {
    if (!isRunning) {
      throw ApiException.unavailable("The service is shutting down.");
    }
  }

  private static String key(Caller caller) {
    return switch (caller) {
      case Caller.UserCaller user -> "user " + user.userId();
      case Caller.JobCaller job -> "job " + job.jobId();
    };
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
