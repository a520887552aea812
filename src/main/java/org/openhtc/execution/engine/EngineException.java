package org.openhtc.execution.engine;

import org.jspecify.annotations.Nullable;

/** Why an engine did not do what it was asked for; by type, because each wants another answer. */
public abstract sealed class EngineException extends RuntimeException {
  EngineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** No answer, or an answer that may not be the last word (5xx): try again after a look. */
  public static final class Unreachable extends EngineException {
    public Unreachable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The engine could not get an image from its registry this time. */
  public static final class PullFailed extends EngineException {
    public PullFailed(String message) {
      super(message, null);
    }
  }

  /** The engine does not hold the image, or its registry does not. */
  public static final class ImageMissing extends EngineException {
    public ImageMissing(String message) {
      super(message, null);
    }
  }

  /** The engine will never do it: its own words say why. */
  public static final class Refused extends EngineException {
    public Refused(String message) {
      super(message, null);
    }
  }
}
