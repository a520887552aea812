package org.openhtc.stream;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.openhtc.api.Caller;
import org.openhtc.api.Reauthentication;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Streams without a client, for tests of the modules that write them. */
public final class TestStreams {
  private final EventStreamServer server =
      new EventStreamServer(
          new StreamSettings(Duration.ofHours(1), Duration.ofSeconds(15), 100, 1000, 1000),
          Clock.systemUTC());

  public TestStreams() {
    server.start();
  }

  public void serve(Caller caller, Consumer<EventStream> body) {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/stream");
    Reauthentication.set(request, () -> caller);
    server.serve(caller, request, new MockHttpServletResponse(), current -> {}, body);
  }

  /** Ends all streams. */
  public void stop() {
    server.stop();
  }
}
