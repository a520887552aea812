package org.openhtc.simulation;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.openhtc.simulation.fault.Faults;

/** Sends the events of one engine to the clients that read them. */
final class EventStreams {
  /** As many as Docker keeps for a client that requests events of the past. */
  private static final int KEPT = 256;

  private final Faults faults;
  private final List<Stream> open = new ArrayList<>();
  private final Deque<Published> kept = new ArrayDeque<>();

  EventStreams(Faults faults) {
    this.faults = faults;
  }

  /** Called after the head of the response was sent. */
  void open(ChannelHandlerContext client, Filters filters, Instant since) {
    Stream stream = new Stream(client, filters);
    open.add(stream);
    var _ = client.channel().closeFuture().addListener(closed -> open.remove(stream));
    kept.stream().filter(event -> !event.at.isBefore(since)).forEach(stream::send);
  }

  /** The events of the past, each as a line of JSON. */
  String past(Filters filters) {
    return kept.stream()
        .filter(event -> event.isIn(filters))
        .map(Published::json)
        .collect(Collectors.joining());
  }

  /** The engine was restarted. */
  void forget() {
    kept.clear();
  }

  /**
   * @param more further attributes as JSON, each after a comma
   */
  void publish(SimulatedContainer container, String action, Instant at, String more) {
    Published event = new Published(container, action, at, more);
    if (kept.size() == KEPT) {
      kept.removeFirst();
    }
    kept.addLast(event);
    if (!faults.losesEvents()) {
      for (Stream stream : List.copyOf(open)) { // a send may close a stream
        stream.send(event);
      }
    }
  }

  /** Closes the connections of all streams. */
  void cut() {
    for (Stream stream : List.copyOf(open)) {
      var _ = stream.client.close();
    }
  }

  int count() {
    return open.size();
  }

  private record Stream(ChannelHandlerContext client, Filters filters) {
    void send(Published event) {
      if (event.isIn(filters)) {
        var _ =
            client.writeAndFlush(
                new DefaultHttpContent(ByteBufUtil.writeUtf8(client.alloc(), event.json())),
                client.voidPromise());
      }
    }
  }

  private record Published(SimulatedContainer container, String action, Instant at, String more) {
    boolean isIn(Filters filters) {
      return filters.allows("type", "container")
          && filters.allows("event", action)
          && filters.allows("container", container.id)
          && filters.allowsLabels(container.labels);
    }

    String json() {
      long nanos = EngineClock.nanos(at);
      return "{\"Type\":\"container\",\"Action\":\""
          + action
          + "\",\"status\":\""
          + action
          + "\",\"id\":\""
          + container.id
          + "\",\"Actor\":{\"ID\":\""
          + container.id
          + "\",\"Attributes\":{"
          + container.attributes
          + more
          + "}},\"scope\":\"local\",\"time\":"
          + nanos / 1_000_000_000L
          + ",\"timeNano\":"
          + nanos
          + "}\n";
    }
  }
}
