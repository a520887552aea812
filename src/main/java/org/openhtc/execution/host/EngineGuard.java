package org.openhtc.execution.host;

import java.util.function.Supplier;
import org.openhtc.execution.engine.EngineException;

/** Treats every failure of an engine call as one of the engine, also one that is not expected. */
final class EngineGuard {
  private EngineGuard() {}

  static <T> T call(Supplier<T> request) {
    try {
      return request.get();
    } catch (EngineException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EngineException.Unreachable("a request to it fails with " + e, e);
    }
  }
}
