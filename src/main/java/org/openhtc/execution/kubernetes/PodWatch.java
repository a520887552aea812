package org.openhtc.execution.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineWatch;
import org.openhtc.execution.http.HttpResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;

/**
 * Passes the changes of an installation's pods to a listener on a virtual thread, until it is
 * closed or breaks. The server ends each stream after some minutes, so that one that is silent for
 * ever has an end; the next one continues where it ended.
 */
final class PodWatch implements EngineWatch {
  private static final long STREAM_SECONDS = 300;

  /** Of a read for which a change had to arrive. */
  private static final Duration WAIT = Duration.ofMillis(1);

  /**
   * After a change that had to be awaited: more changes arrive meanwhile, and are read together.
   * Each wait costs several changes of threads, more than a change costs otherwise.
   */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private enum State {
    OPEN,
    CLOSED,
    LOST
  }

  private final ApiServer server;
  private final ClusterPaths paths;
  private final String installation;
  private final Consumer<EngineEvent> listener;
  private final Runnable lost;
  private final ObservedPods observedPods;
  private final Clock clock;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private final Map<String, PodEvents> pods = new HashMap<>();
  private volatile @Nullable HttpResponse stream;
  private String version = "";

  private PodWatch(
      ApiServer server,
      ClusterPaths paths,
      String installation,
      Consumer<EngineEvent> listener,
      Runnable lost,
      ObservedPods observedPods,
      Clock clock) {
    this.server = server;
    this.paths = paths;
    this.installation = installation;
    this.listener = listener;
    this.lost = lost;
    this.observedPods = observedPods;
    this.clock = clock;
  }

  /**
   * @param lost called once if the stream breaks
   * @param observedPods gets the pods that end
   * @throws EngineException.Unreachable if no stream can be opened
   */
  static PodWatch open(
      ApiServer server,
      ClusterPaths paths,
      String installation,
      Consumer<EngineEvent> listener,
      Runnable lost,
      ObservedPods observedPods,
      Clock clock) {
    PodWatch watch = new PodWatch(server, paths, installation, listener, lost, observedPods, clock);
    watch.version =
        server
            .get(ApiCall.WATCH, paths.podsVersion(installation))
            .path("metadata")
            .path("resourceVersion")
            .asString("");
    HttpResponse first = watch.nextStream();
    Thread.ofVirtual().name("pods-" + installation).start(() -> watch.run(first));
    return watch;
  }

  private HttpResponse nextStream() {
    HttpResponse opened =
        server.open(ApiCall.WATCH, paths.changesOf(installation, version, STREAM_SECONDS));
    stream = opened;
    if (state.get() != State.OPEN) {
      opened.close();
    }
    return opened;
  }

  private void run(HttpResponse first) {
    try {
      for (HttpResponse next = first; read(next); ) {
        next = nextStream();
      }
    } catch (EngineException e) {
      // as at an error of the stream
    } finally {
      if (state.compareAndSet(State.OPEN, State.LOST)) {
        lost.run();
      }
    }
  }

  /** Returns whether another stream may continue after the end of this one. */
  private boolean read(HttpResponse response) {
    String first = version;
    try (response) {
      MappingIterator<JsonNode> changes = Json.changesOfPods(response.body());
      for (long begin = System.nanoTime(); changes.hasNextValue(); begin = System.nanoTime()) {
        boolean hasWaited = System.nanoTime() - begin > WAIT.toNanos();
        if (!pass(changes.nextValue())) {
          return false;
        }
        if (hasWaited) {
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
      // A stream that ends without any change or bookmark may be that of a server that shuts down.
      return state.get() == State.OPEN && !version.equals(first);
    } catch (JacksonException broken) {
      return false;
    }
  }

  /** Returns false for an error, such as 410: the server has forgotten the version. */
  private boolean pass(JsonNode change) {
    String type = change.path("type").asString("");
    if (type.equals("ERROR")) {
      return false;
    }
    Pod pod = new Pod(change.path("object"));
    version = pod.resourceVersion();
    switch (type) {
      case "ADDED", "MODIFIED" ->
          pods.computeIfAbsent(pod.uid(), uid -> new PodEvents()).changed(pod);
      case "DELETED" -> {
        pods.remove(pod.uid());
        notify(new EngineEvent.Removed(pod.id(), pod.labels()));
      }
      default -> {} // a bookmark
    }
    return true;
  }

  private void notify(EngineEvent event) {
    if (state.get() == State.OPEN) {
      listener.accept(event);
    }
  }

  /** What the listener knows of one pod. A short job's pod may change only once, to its end. */
  private final class PodEvents {
    private boolean isStarted;
    private boolean isEnded;

    void changed(Pod pod) {
      if (!pod.isKept()) {
        return; // its end is recorded already
      }
      observedPods.observe(pod);
      Instant now = clock.instant();
      ContainerState found = PodStates.of(pod, now, now);
      Instant startedAt = found.startedAt();
      if (startedAt != null && !isStarted) {
        isStarted = true;
        PodWatch.this.notify(new EngineEvent.Started(pod.id(), pod.labels(), startedAt));
      }
      boolean hasFailedToStart =
          found.phase() == ContainerState.Phase.CREATED && found.exitCode() != 0;
      if ((found.phase() == ContainerState.Phase.EXITED || hasFailedToStart) && !isEnded) {
        isEnded = true;
        ended(pod, found);
      }
    }

    private void ended(Pod pod, ContainerState found) {
      if (found.outOfMemory()) {
        PodWatch.this.notify(new EngineEvent.OutOfMemory(pod.id(), pod.labels()));
      }
      Instant at = found.finishedAt();
      PodWatch.this.notify(
          new EngineEvent.Ended(
              pod.id(),
              pod.labels(),
              PodStates.exitCodeOfEvent(found),
              at == null ? clock.instant() : at));
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
      HttpResponse present = stream;
      if (present != null) {
        present.close();
      }
    }
  }
}
