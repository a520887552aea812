package org.openhtc.execution.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineEvent;

/** Passes an engine's events on, and tells once when they stop coming without having been asked. */
final class DockerEventStream implements ResultCallback<Event> {
  private final Consumer<EngineEvent> listener;
  private final Runnable lost;
  private final CompletableFuture<Closeable> opened = new CompletableFuture<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  DockerEventStream(Consumer<EngineEvent> listener, Runnable lost) {
    this.listener = listener;
    this.lost = lost;
  }

  /** Done when the engine has taken the request, or failed when it has not. */
  CompletableFuture<Closeable> opened() {
    return opened;
  }

  @Override
  public void onStart(Closeable stream) {
    opened.complete(stream);
    if (ended.get()) {
      // Given up while the engine was thinking about it.
      hangUp(stream);
    }
  }

  @Override
  public void onNext(Event event) {
    EngineEvent ours = translate(event);
    if (ours != null && !ended.get()) {
      listener.accept(ours);
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

  /** Ends the stream without a word to {@code lost}. */
  @Override
  public void close() {
    if (!ended.getAndSet(true) && opened.isDone() && !opened.isCompletedExceptionally()) {
      hangUp(opened.join());
    }
  }

  private static void hangUp(Closeable stream) {
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
      case "die" -> new EngineEvent.Ended(id, labels);
      case "oom" -> new EngineEvent.OutOfMemory(id, labels);
      case "destroy" -> new EngineEvent.Removed(id, labels);
      default -> null;
    };
  }

  /** An engine sends a container's labels among the attributes of its events. */
  private static Map<String, String> labels(@Nullable EventActor actor) {
    return actor == null || actor.getAttributes() == null ? Map.of() : actor.getAttributes();
  }
}
