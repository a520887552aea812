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
 * Makes the calls to one engine end in time and fail with our own exceptions. The transport's
 * response timeout has no effect on Unix sockets, so each call runs on a thread of its own that is
 * interrupted at the limit, which closes its connection.
 */
final class EngineCalls {
  private final String engine;

  /**
   * @param engine how messages name the engine
   */
  EngineCalls(String engine) {
    this.engine = engine;
  }

  <T extends @Nullable Object> T within(Verb verb, Supplier<T> call) {
    return within(verb, verb.limit(), call);
  }

  /** Empty when the engine answers that there is no such thing. */
  <T> Optional<T> unlessGone(Verb verb, Supplier<@Nullable T> call) {
    return unlessGone(verb, verb.limit(), call);
  }

  <T> Optional<T> unlessGone(Verb verb, Duration limit, Supplier<@Nullable T> call) {
    return within(
        verb,
        limit,
        () -> {
          try {
            return Optional.ofNullable(call.get());
          } catch (NotFoundException gone) {
            return Optional.empty();
          }
        });
  }

  /**
   * @throws EngineException as the engine's answer says; {@code Unreachable} at the limit
   */
  <T extends @Nullable Object> T within(Verb verb, Duration limit, Supplier<T> call) {
    FutureTask<T> task = new FutureTask<>(call::get);
    Thread.ofVirtual().name("engine-" + verb).start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw ErrorTranslation.translate(engine, verb, e.getCause());
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new EngineException.Unreachable(
          "%s gave no answer to '%s' within %d ms".formatted(engine, verb, limit.toMillis()), e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new EngineException.Unreachable("interrupted in '%s' at %s".formatted(verb, engine), e);
    }
  }
}
