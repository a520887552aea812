package org.openhtc.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.ErrorCode;
import org.openhtc.api.Reauthentication;
import org.openhtc.api.Role;
import org.openhtc.api.ValidUntil;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.Timeouts;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class EventStreamServerTest {
  private static final Duration HEARTBEAT = Duration.ofMillis(20);
  private static final Caller ALICE =
      new Caller.UserCaller("alice", "a@example.org", "w", "o", Role.USER);
  private static final Caller BOB =
      new Caller.UserCaller("bob", "b@example.org", "w", "o", Role.USER);
  private static final Caller CAROL =
      new Caller.UserCaller("carol", "c@example.org", "v", "o", Role.USER);

  private final SettableClock clock = new SettableClock();
  private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/stream");
  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private EventStreamServer streams;

  @BeforeEach
  void callerStaysTheSame() {
    Reauthentication.set(request, () -> ALICE);
  }

  @BeforeEach
  void twoStreamsForEachCaller() {
    streams =
        new EventStreamServer(new StreamSettings(Duration.ofHours(1), HEARTBEAT, 2, 3, 4), clock);
    streams.start();
  }

  @Test
  void eventsHaveTheStandardFormat() throws Exception {
    serve(
        ALICE,
        stream -> {
          stream.send("job", "x1", "{}");
          stream.send("end", null, "{\"a\":1}");
        });
    assertThat(response.getContentType()).startsWith("text/event-stream");
    assertThat(response.getContentAsString())
        .isEqualTo(
            "retry: 1000\n\nid: x1\nevent: job\ndata: {}\n\nevent: end\ndata: {\"a\":1}\n\n");
  }

  @Test
  void heartbeatsAreSentWhileThereAreNoEvents() {
    long begin = System.nanoTime();
    serve(
        ALICE,
        stream -> {
          stream.comment("begin");
          while (heartbeats() < 3 && System.nanoTime() - begin < Timeouts.STEP.toNanos()) {
            stream.await(HEARTBEAT.multipliedBy(5));
          }
        });
    long most = (System.nanoTime() - begin) / HEARTBEAT.toNanos();
    assertThat((long) heartbeats()).isBetween(3L, most);
  }

  @Test
  void streamEndsWithItsCallersToken() {
    ValidUntil.set(request, clock.instant().plusSeconds(60));
    serve(
        ALICE,
        stream -> {
          assertThat(stream.isOpen()).isTrue();
          clock.advance(Duration.ofSeconds(61));
          assertThat(stream.isOpen()).isFalse();
          stream.send("job", "x", "{}");
          throw new AssertionError("nothing can be sent any more");
        });
  }

  @Test
  void streamEndsSoonAfterItsCallerIsDisabled() {
    AtomicBoolean isDisabled = new AtomicBoolean();
    Reauthentication.set(
        request,
        () -> {
          if (isDisabled.get()) {
            throw ApiException.unauthorized("The user of the token is disabled.");
          }
          return ALICE;
        });
    serve(
        ALICE,
        stream -> {
          await().during(Duration.ofMillis(60)).until(stream::isOpen);
          isDisabled.set(true);
          await().until(() -> !stream.isOpen());
          stream.send("job", "x", "{}");
          throw new AssertionError("nothing can be sent any more");
        });
  }

  @Test
  void streamEndsWhenItsCallerLosesAccess() {
    AtomicReference<Caller> now = new AtomicReference<>(ALICE);
    Reauthentication.set(request, now::get);
    streams.serve(
        ALICE,
        request,
        response,
        current -> {
          if (!current.equals(ALICE)) {
            throw ApiException.notFound("task", "t");
          }
        },
        stream -> {
          await().during(Duration.ofMillis(60)).until(stream::isOpen);
          now.set(BOB);
          await().until(() -> !stream.isOpen());
        });
  }

  @Test
  void streamEndsAtItsMaximumAge() {
    serve(
        ALICE,
        stream -> {
          clock.advance(Duration.ofMinutes(59));
          assertThat(stream.isOpen()).isTrue();
          clock.advance(Duration.ofMinutes(2));
          assertThat(stream.isOpen()).isFalse();
        });
  }

  @Test
  void shutdownWakesAndEndsAStream() {
    serve(
        ALICE,
        stream -> {
          Thread.ofVirtual().start(streams::stop);
          while (stream.isOpen()) {
            stream.await(Duration.ofMinutes(1));
          }
        });
    assertThatThrownBy(() -> serve(ALICE, stream -> {}))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  @Test
  void callerHasALimitedNumberOfStreams() {
    List<String> served = new ArrayList<>();
    serve(
        ALICE,
        first ->
            serve(
                ALICE,
                second -> {
                  assertThatThrownBy(() -> serve(ALICE, third -> served.add("third")))
                      .isInstanceOfSatisfying(
                          ApiException.class,
                          e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS));
                  serve(BOB, other -> served.add("other"));
                }));
    serve(ALICE, again -> served.add("again"));
    assertThat(served).containsExactly("other", "again");
  }

  @Test
  void workspaceHasALimitedNumberOfStreamsAndTakesNoPlaceOfOthers() {
    List<String> served = new ArrayList<>();
    Runnable refused = () -> assertRefused(BOB, ErrorCode.TOO_MANY_REQUESTS);
    serveAll(List.of(ALICE, ALICE, BOB), refused);
    serveAll(List.of(ALICE, ALICE, BOB, CAROL), () -> served.add("another workspace"));
    assertThat(served).containsExactly("another workspace");
  }

  @Test
  void processHasALimitedNumberOfStreams() {
    serveAll(List.of(ALICE, ALICE, BOB, CAROL), () -> assertRefused(CAROL, ErrorCode.UNAVAILABLE));
    serveAll(List.of(ALICE, ALICE, BOB, CAROL), () -> {});
  }

  private void serveAll(List<Caller> callers, Runnable inside) {
    if (callers.isEmpty()) {
      inside.run();
    } else {
      List<Caller> others = callers.subList(1, callers.size());
      serve(callers.getFirst(), stream -> serveAll(others, inside));
    }
  }

  private void assertRefused(Caller caller, ErrorCode code) {
    assertThatThrownBy(() -> serve(caller, stream -> {}))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void waitForAPermitSendsHeartbeatsAndEndsWithTheStream() {
    serve(
        ALICE,
        stream -> {
          stream.comment("begin");
          stream.pause(HEARTBEAT);
          Thread.ofVirtual().start(this::stopAfterThreeHeartbeats);
          stream.acquire(new Semaphore(0));
          throw new AssertionError("there is no permit");
        });
    assertThat(heartbeats()).isGreaterThanOrEqualTo(3);
  }

  private void stopAfterThreeHeartbeats() {
    try {
      await().until(() -> heartbeats() >= 3);
    } finally {
      streams.stop();
    }
  }

  private int heartbeats() {
    String sent = new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
    return sent.split(": \n", -1).length - 1;
  }

  @Test
  void errorBeforeTheFirstEventKeepsItsStatus() {
    assertThatThrownBy(() ->
            serve(
                ALICE,
                stream -> {
                  throw ApiException.unavailable("Not now.");
                }))
        .isInstanceOf(ApiException.class);
    assertThat(response.isCommitted()).isFalse();
  }

  @Test
  void errorAfterTheFirstEventEndsTheStream() throws UnsupportedEncodingException {
    serve(
        ALICE,
        stream -> {
          stream.send("job", "x", "{}");
          throw new IllegalStateException("the database is unreachable");
        });
    assertThat(response.getContentAsString()).endsWith("data: {}\n\n");
  }

  @Test
  void headGetsAnImmediateResponse() {
    request.setMethod("HEAD");
    serve(
        ALICE,
        stream -> {
          throw new AssertionError("a HEAD response has no body");
        });
    assertThat(response.getContentType()).startsWith("text/event-stream");
  }

  @Test
  void headerHasPrecedenceOverTheParameter() {
    assertThat(EventStreamServer.lastEventId(null, null)).isNull();
    assertThat(EventStreamServer.lastEventId(null, "")).isNull();
    assertThat(EventStreamServer.lastEventId(null, "old")).isEqualTo("old");
    assertThat(EventStreamServer.lastEventId("new", "old")).isEqualTo("new");
  }

  private void serve(Caller caller, Consumer<EventStream> body) {
    streams.serve(caller, request, response, current -> {}, body);
  }
}
