package org.openhtc.execution.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineException;

/**
 * Limits the time of each of docker-java's calls to one engine and translates its errors. Some of
 * them consist of several requests, so each call runs on its own thread, which is interrupted at
 * the limit; that closes its connection.
 */
final class EngineCalls {
  private final String engine;
  private final EngineTimers timers;

  /**
   * @param engine its name in messages
   */
  EngineCalls(String engine, EngineTimers timers) {
    this.engine = engine;
    this.timers = timers;
  }

  <T extends @Nullable Object> T within(EngineOperation operation, Supplier<T> call) {
    return within(operation, operation.limit(), call);
  }

  /** Empty if the engine responds that the object does not exist. */
  <T> Optional<T> ifExists(EngineOperation operation, Supplier<@Nullable T> call) {
    return ifExists(operation, operation.limit(), call);
  }

  <T> Optional<T> ifExists(EngineOperation operation, Duration limit, Supplier<@Nullable T> call) {
    return within(
        operation,
        limit,
        () -> {
          try {
            return Optional.ofNullable(call.get());
          } catch (NotFoundException missing) {
            return Optional.empty();
          }
        });
  }

  /**
   * @throws EngineException translated from the engine's error; {@code Unreachable} at the limit
   */
  <T extends @Nullable Object> T within(
      EngineOperation operation, Duration limit, Supplier<T> call) {
    return timers.timed(operation, () -> limited(operation, limit, call));
  }

  private <T extends @Nullable Object> T limited(
      EngineOperation operation, Duration limit, Supplier<T> call) {
    FutureTask<T> task = new FutureTask<>(call::get);
    Thread.ofVirtual().name("engine-" + operation).start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw ErrorTranslation.translate(engine, operation, e.getCause());
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new EngineException.Unreachable(
          "%s did not respond to '%s' within %d ms".formatted(engine, operation, limit.toMillis()),
          e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new EngineException.Unreachable(
          "interrupted in '%s' at %s".formatted(operation, engine), e);
    }
  }
}
