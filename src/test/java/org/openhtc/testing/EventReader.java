package org.openhtc.testing;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a stream of server-sent events in the background until it ends or is closed. */
public final class EventReader implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * An event as the server sent it.
   *
   * @param id of this event, or of the last one that had an id
   */
  public record Event(String id, String name, JsonNode data) {
    public String text(String member) {
      return data.path(member).asString("");
    }
  }

  private final InputStream body;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> comments = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private String id = "";

  EventReader(HttpResponse<InputStream> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (answer.statusCode() != 200 || !type.startsWith("text/event-stream")) {
      throw new AssertionError("no stream but %d %s".formatted(answer.statusCode(), type));
    }
    body = answer.body();
    thread = Thread.ofVirtual().start(this::read);
  }

  /** What has come so far. */
  public List<Event> events() {
    return events;
  }

  public List<Event> events(String name) {
    return events.stream().filter(event -> event.name.equals(name)).toList();
  }

  public List<String> comments() {
    return comments;
  }

  /** The id to go on behind; "" when none has come. */
  public String lastId() {
    return events.isEmpty() ? "" : events.getLast().id();
  }

  /** Whether the server has ended the stream. */
  public boolean isOver() {
    return !thread.isAlive();
  }

  /** Cuts the connection; what has come before stays. */
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
      // an event that has not come in full does not count
    }
  }

  private void take(List<String> frame) {
    String name = "message";
    String data = null;
    for (String line : frame) {
      if (line.startsWith(":")) {
        comments.add(line.substring(1).strip());
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      }
    }
    add(name, data);
  }

  private void add(String name, @Nullable String data) {
    if (data != null) {
      events.add(new Event(id, name, JSON.readTree(data)));
    }
  }
}
