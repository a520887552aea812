package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.EventType;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.EngineEvent;

/** The open event streams of one connection. */
final class DockerEventStreams implements AutoCloseable {
  private final DockerClient client;
  private final EngineCalls calls;
  private final Set<DockerEventStream> open = ConcurrentHashMap.newKeySet();

  DockerEventStreams(DockerClient client, EngineCalls calls) {
    this.client = client;
    this.calls = calls;
  }

  /** Returns when the engine has begun its response, so that no later event is missed. */
  AutoCloseable open(String installation, Consumer<EngineEvent> listener, Runnable lost) {
    DockerEventStream stream = new DockerEventStream(listener, lost);
    open.add(stream);
    try {
      calls.within(EngineOperation.WATCH, () -> request(installation, stream));
    } catch (RuntimeException e) {
      close(stream);
      throw e;
    }
    return () -> close(stream);
  }

  /** Called before the connection is closed, so that the streams do not report a loss. */
  @Override
  public void close() {
    open.forEach(this::close);
  }

  private DockerEventStream request(String installation, DockerEventStream stream) {
    client
        .eventsCmd()
        .withEventTypeFilter(EventType.CONTAINER)
        .withEventFilter("start", "die", "oom", "destroy")
        .withLabelFilter(Map.of(ContainerLabels.INSTALLATION, installation))
        .exec(stream);
    stream.opened().join();
    return stream;
  }

  private void close(DockerEventStream stream) {
    open.remove(stream);
    stream.close();
  }
}
