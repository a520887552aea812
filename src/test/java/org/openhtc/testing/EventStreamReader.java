package org.openhtc.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a stream of server-sent events in the background until it ends or is closed, and compares
 * each event with {@code openapi.yaml}.
 */
public final class EventStreamReader implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * An event of the stream.
   *
   * @param id the id of this event, or of the last event that had one
   */
  public record Event(String id, String name, JsonNode data) {
    public String text(String member) {
      return data.path(member).asString("");
    }
  }

  private final String path;
  private final InputStream body;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> comments = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private String id = "";

  EventStreamReader(String path, HttpResponse<InputStream> response) {
    this.path = path;
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (response.statusCode() != 200 || !type.startsWith("text/event-stream")) {
      throw new AssertionError(
          "not an event stream: status %d, media type '%s'".formatted(response.statusCode(), type));
    }
    body = response.body();
    thread = Thread.ofVirtual().start(this::read);
  }

  /** The events received so far. */
  public List<Event> events() {
    return events;
  }

  public List<Event> events(String name) {
    return events.stream().filter(event -> event.name.equals(name)).toList();
  }

  /** Waits until the events fulfil the condition; fails at once if the stream has ended before. */
  public void awaitEvents(Predicate<List<Event>> condition) {
    Supplier<Received> received =
        () -> {
          boolean isComplete = isOver(); // before the events are read
          return new Received(isComplete, List.copyOf(events));
        };
    new Wait<>("event", received, Received::isComplete).until(all -> condition.test(all.events));
  }

  private record Received(boolean isComplete, List<Event> events) {}

  /** Waits until there are so many events of the name. */
  public void awaitEvents(String name, int count) {
    awaitEvents(all -> events(name).size() >= count);
  }

  /** Waits until the server ends the stream. */
  public void awaitEnd() {
    await().atMost(Timeouts.STEP).until(this::isOver);
  }

  public List<String> comments() {
    return comments;
  }

  /** The id after which a new stream resumes; "" if there has been no event. */
  public String lastId() {
    return events.isEmpty() ? "" : events.getLast().id();
  }

  /** Whether the server has ended the stream. */
  public boolean isOver() {
    return !thread.isAlive();
  }

  /**
   * Closes the connection. The events received before remain available.
   *
   * @throws AssertionError if an event deviates from the document
   */
  @Override
  public void close() {
    try {
      body.close();
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!problems.isEmpty()) {
      throw new AssertionError("by openapi.yaml " + problems);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      List<String> frame = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          take(frame);
          frame.clear();
        } else {
          frame.add(line);
        }
      }
    } catch (IOException cut) {
      // An incomplete event is ignored.
    }
  }

  private void take(List<String> frame) {
    String name = "message";
    String data = null;
    boolean hasId = false;
    for (String line : frame) {
      if (line.startsWith(":")) {
        comments.add(line.substring(1).strip());
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
        hasId = true;
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      }
    }
    add(name, data, hasId);
  }

  private void add(String name, @Nullable String data, boolean hasId) {
    if (data != null) {
      JsonNode read = JSON.readTree(data);
      problems.addAll(ResponseCheck.ofRepository().problemsOfEvent(path, hasId, name, read));
      events.add(new Event(id, name, read));
    }
  }
}
