package org.openhtc.execution.docker;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.execution.engine.EngineWatch;

/** The open event streams of one connection. */
final class DockerEventStreams implements AutoCloseable {
  private final EngineRequests requests;
  private final Set<DockerEventStream> open = ConcurrentHashMap.newKeySet();

  DockerEventStreams(EngineRequests requests) {
    this.requests = requests;
  }

  /** Returns when the engine has begun its response, so that no later event is missed. */
  EngineWatch open(String installation, Consumer<EngineEvent> listener, Runnable lost) {
    String filters =
        EngineRequests.filters(
            installation,
            Map.of(
                "type",
                List.of("container"),
                "event",
                List.of("start", "die", "oom", "kill", "destroy")));
    DockerEventStream stream =
        new DockerEventStream(
            requests.open(EngineOperation.WATCH, requests.get("/events?" + filters)),
            listener,
            lost);
    open.add(stream);
    Thread.ofVirtual().name("engine-events").start(() -> read(stream));
    return stream;
  }

  private void read(DockerEventStream stream) {
    try {
      stream.read();
    } finally {
      open.remove(stream);
    }
  }

  /** Called before the connection is closed, so that the streams do not report a loss. */
  @Override
  public void close() {
    open.forEach(DockerEventStream::close);
  }
}
