package org.openhtc.execution.engine;

import org.jspecify.annotations.Nullable;

/** How the calls of a fake engine fail. Guarded by the engine. */
final class FakeFailures {
  boolean isReachable = true;
  boolean areLogsUnreachable;

  /** Every call fails with it; null if they do not. */
  @Nullable RuntimeException everyCall;

  int errorsToThrow;
  int responsesToLose;

  /** Before the effect of a call. */
  void beforeCall() {
    if (errorsToThrow > 0) {
      errorsToThrow--;
      throw new StackOverflowError("an error of the fake engine");
    }
    if (!isReachable) {
      throw new EngineException.Unreachable("the fake engine is unreachable", null);
    }
    if (everyCall != null) {
      throw everyCall;
    }
  }

  void beforeLog() {
    if (areLogsUnreachable) {
      throw new EngineException.Unreachable("the logs of the fake engine are unreachable", null);
    }
  }

  /** After the effect of a call that changes something. */
  void afterChange() {
    if (responsesToLose > 0) {
      responsesToLose--;
      throw new EngineException.Unreachable("the response of the fake engine is lost", null);
    }
  }
}
