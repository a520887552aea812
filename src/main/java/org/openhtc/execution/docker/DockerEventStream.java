package org.openhtc.execution.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineEvent;

/** Passes an engine's events to a listener, and notifies once if the stream breaks. */
final class DockerEventStream implements ResultCallback<Event> {
  private final Consumer<EngineEvent> listener;
  private final Runnable lost;
  private final CompletableFuture<Closeable> opened = new CompletableFuture<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  DockerEventStream(Consumer<EngineEvent> listener, Runnable lost) {
    this.listener = listener;
    this.lost = lost;
  }

  /** Completes when the engine has accepted the request, or fails with its error. */
  CompletableFuture<Closeable> opened() {
    return opened;
  }

  @Override
  public void onStart(Closeable stream) {
    opened.complete(stream);
    if (ended.get()) {
      // The caller closed the stream before the engine had opened it.
      close(stream);
    }
  }

  @Override
  public void onNext(Event event) {
    EngineEvent translated = translate(event);
    if (translated != null && !ended.get()) {
      listener.accept(translated);
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (!opened.completeExceptionally(failure)) {
      onComplete();
    }
  }

  @Override
  public void onComplete() {
    if (!ended.getAndSet(true)) {
      lost.run();
    }
  }

  /** Ends the stream without calling {@code lost}. */
  @Override
  public void close() {
    if (!ended.getAndSet(true) && opened.isDone() && !opened.isCompletedExceptionally()) {
      close(opened.join());
    }
  }

  private static void close(Closeable stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable EngineEvent translate(Event event) {
    String id = event.getId();
    String action = event.getAction();
    if (id == null || action == null) {
      return null;
    }
    Map<String, String> labels = labels(event.getActor());
    return switch (action) {
      case "start" -> new EngineEvent.Started(id, labels, at(event));
      case "die" -> new EngineEvent.Ended(id, labels, exitCode(labels), at(event));
      case "oom" -> new EngineEvent.OutOfMemory(id, labels);
      case "destroy" -> new EngineEvent.Removed(id, labels);
      default -> null;
    };
  }

  private static Instant at(Event event) {
    Long nanos = event.getTimeNano();
    return nanos == null ? Instant.ofEpochSecond(event.getTime()) : Instant.ofEpochSecond(0, nanos);
  }

  private static int exitCode(Map<String, String> attributes) {
    return Integer.parseInt(attributes.getOrDefault("exitCode", "0"));
  }

  /** The engine includes a container's labels in the attributes of its events. */
  private static Map<String, String> labels(@Nullable EventActor actor) {
    return actor == null || actor.getAttributes() == null ? Map.of() : actor.getAttributes();
  }
}
