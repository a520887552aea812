package org.openhtc.execution.engine;

import java.util.function.Consumer;

/** An open watch of a {@link FakeContainerEngine}. */
final class FakeWatch implements EngineWatch {
  private final String installation;
  private final Consumer<EngineEvent> listener;
  private final Runnable lost;
  private volatile boolean isClosed;
  private volatile boolean isLost;

  FakeWatch(String installation, Consumer<EngineEvent> listener, Runnable lost) {
    this.installation = installation;
    this.listener = listener;
    this.lost = lost;
  }

  String installation() {
    return installation;
  }

  void pass(EngineEvent event) {
    if (!isClosed) {
      listener.accept(event);
    }
  }

  void lose() {
    if (!isClosed) {
      isLost = true;
      lost.run();
    }
  }

  boolean isOpen() {
    return !isClosed && !isLost;
  }

  @Override
  public boolean isLost() {
    return isLost;
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
