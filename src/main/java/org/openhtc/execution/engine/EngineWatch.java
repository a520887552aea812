package org.openhtc.execution.engine;

/** An open stream of an engine's events. */
public interface EngineWatch extends AutoCloseable {
  /** Whether the stream broke, so that events are missed; false after {@link #close}. */
  boolean isLost();

  @Override
  void close();
}
