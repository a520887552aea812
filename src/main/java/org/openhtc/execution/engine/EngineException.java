package org.openhtc.execution.engine;

import org.jspecify.annotations.Nullable;

/** The failure of an engine call; its type determines what to do next. */
public abstract sealed class EngineException extends RuntimeException {
  EngineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** No response, or an error that may be temporary (5xx): retry after reading the state. */
  public static final class Unreachable extends EngineException {
    public Unreachable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The engine could not pull an image; a retry may succeed. */
  public static final class PullFailed extends EngineException {
    public PullFailed(String message) {
      super(message, null);
    }
  }

  /** The engine, or on a pull the registry, does not hold the image. */
  public static final class ImageMissing extends EngineException {
    public ImageMissing(String message) {
      super(message, null);
    }
  }

  /** The container was started before, by this process or by another one: read its state. */
  public static final class AlreadyStarted extends EngineException {
    public AlreadyStarted(String message) {
      super(message, null);
    }
  }

  /** The network namespace that the container joins is gone: create it again with another one. */
  public static final class NetworkLost extends EngineException {
    public NetworkLost(String message) {
      super(message, null);
    }
  }

  /**
   * The engine ended while it started the container and does not know that start any more. It can't
   * start the container again: use another one.
   */
  public static final class StartInterrupted extends EngineException {
    public StartInterrupted(String message) {
      super(message, null);
    }
  }

  /** The engine accepts no more containers until others are removed. */
  public static final class Full extends EngineException {
    public Full(String message) {
      super(message, null);
    }
  }

  /** No machine of the engine is large enough; the message is a sentence without a full stop. */
  public static final class TooLarge extends EngineException {
    public TooLarge(String message) {
      super(message, null);
    }
  }

  /** A retry fails again; the message is the engine's own. */
  public static final class Refused extends EngineException {
    public Refused(String message) {
      super(message, null);
    }
  }
}
