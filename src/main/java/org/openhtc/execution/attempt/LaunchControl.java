package org.openhtc.execution.attempt;

/** What the owner of an attempt decides while a worker launches its container. */
public interface LaunchControl {

  /** What happens with a container that was created. */
  enum Next {
    /** There is room for it: it is started. */
    START,
    /** It stays as it is until there is room. The worker must do nothing more with the attempt. */
    WAIT,
    /** It must not be started. */
    STOP
  }

  /** Checked directly before a container is created, and before one is started that existed. */
  boolean isPermitted();

  /** Whether there is room for the container, so that it will be started at once. */
  boolean hasRoom();

  /**
   * A container was created, or found that was never started.
   *
   * @param container the engine's id
   */
  Next created(String container);
}
