package org.openhtc.execution.host;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.execution.engine.EngineWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event stream of one host over one connection. A stream that breaks is opened again without
 * closing the connection, because other calls may be in progress on it.
 */
final class HostEvents {
  private static final Logger log = LoggerFactory.getLogger(HostEvents.class);

  private final String host;
  private final String installation;
  private final ContainerEngine engine;
  private final BiConsumer<AttemptId, EngineEvent> listener;
  private final Runnable lost;
  private @Nullable EngineWatch stream;
  private volatile boolean isClosed;

  /**
   * @param listener called for the containers of this host only
   * @param lost called on any thread when the stream breaks
   */
  HostEvents(
      String host,
      String installation,
      ContainerEngine engine,
      BiConsumer<AttemptId, EngineEvent> listener,
      Runnable lost) {
    this.host = host;
    this.installation = installation;
    this.engine = engine;
    this.listener = listener;
    this.lost = lost;
  }

  /**
   * Opens the stream if there is none.
   *
   * @return whether it was opened now: events before are missing
   */
  boolean open() {
    EngineWatch present = stream;
    if (present != null && !present.isLost()) {
      return false;
    }
    stream = EngineGuard.call(() -> engine.watch(installation, this::pass, this::lost));
    return true;
  }

  private void pass(EngineEvent event) {
    if (host.equals(event.labels().get(ContainerLabels.HOST))) {
      AttemptId.of(event.labels()).ifPresent(attempt -> listener.accept(attempt, event));
    }
  }

  private void lost() {
    if (!isClosed) {
      log.info("Host {}: the event stream broke; the next pass opens it again", host);
      lost.run();
    }
  }

  void close() {
    isClosed = true;
    EngineWatch open = stream;
    if (open != null) {
      open.close();
    }
  }
}
