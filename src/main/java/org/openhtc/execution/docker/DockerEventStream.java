package org.openhtc.execution.docker;

import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.execution.engine.EngineWatch;
import org.openhtc.execution.http.HttpResponse;
import tools.jackson.core.JacksonException;

/** Passes an engine's events to a listener on a virtual thread, until it is closed or breaks. */
final class DockerEventStream implements EngineWatch {
  private enum State {
    OPEN,
    CLOSED,
    LOST
  }

  private final HttpResponse response;
  private final Consumer<EngineEvent> listener;
  private final Runnable lost;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

  /**
   * @param lost called once if the stream breaks
   */
  DockerEventStream(HttpResponse response, Consumer<EngineEvent> listener, Runnable lost) {
    this.response = response;
    this.listener = listener;
    this.lost = lost;
  }

  /** Reads until the end of the stream. */
  void read() {
    try (response) {
      Iterator<EngineJson.Event> events =
          EngineJson.values(EngineJson.Event.class, response.body());
      while (events.hasNext()) {
        pass(events.next());
      }
    } catch (IOException | JacksonException broken) {
      // as at the end of the stream
    } finally {
      if (state.compareAndSet(State.OPEN, State.LOST)) {
        lost.run();
      }
    }
  }

  private void pass(EngineJson.Event event) {
    EngineEvent translated = translate(event);
    if (translated != null && state.get() == State.OPEN) {
      listener.accept(translated);
    }
  }

  @Override
  public boolean isLost() {
    return state.get() == State.LOST;
  }

  /** Ends the stream without calling {@code lost}. */
  @Override
  public void close() {
    if (state.compareAndSet(State.OPEN, State.CLOSED)) {
      response.close();
    }
  }

  static @Nullable EngineEvent translate(EngineJson.Event event) {
    EngineJson.Actor actor = event.actor();
    if (actor == null || actor.id() == null) {
      return null;
    }
    String id = actor.id();
    // The engine includes a container's labels in the attributes of its events.
    Map<String, String> labels = actor.attributes() == null ? Map.of() : actor.attributes();
    return switch (event.action()) {
      case "start" -> new EngineEvent.Started(id, labels, at(event));
      case "die" -> new EngineEvent.Ended(id, labels, exitCode(labels), at(event));
      case "oom" -> new EngineEvent.OutOfMemory(id, labels);
      case "kill" -> endsContainer(labels) ? new EngineEvent.Signalled(id, labels) : null;
      case "destroy" -> new EngineEvent.Removed(id, labels);
      case null, default -> null;
    };
  }

  /** The stop signal of all containers is SIGTERM; other programs may send others. */
  private static boolean endsContainer(Map<String, String> attributes) {
    String signal = attributes.getOrDefault("signal", "15");
    return signal.equals("15") || signal.equals("9");
  }

  private static Instant at(EngineJson.Event event) {
    return event.nanos() == 0
        ? Instant.ofEpochSecond(event.seconds())
        : Instant.ofEpochSecond(0, event.nanos());
  }

  private static int exitCode(Map<String, String> attributes) {
    try {
      return Integer.parseInt(attributes.getOrDefault("exitCode", ""));
    } catch (NumberFormatException unknown) {
      return EngineEvent.Ended.UNKNOWN_EXIT_CODE;
    }
  }
}
