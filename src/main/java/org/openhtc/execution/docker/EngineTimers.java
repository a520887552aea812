package org.openhtc.execution.docker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures the calls to all engines of this process: the starts of containers and the pulls of
 * images as histograms, the other operations by number and sum. They exist from the beginning, so
 * that an alert can rely on them.
 */
final class EngineTimers {
  private static final Duration[] STARTS = {
    Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100),
    Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private static final Duration[] PULLS = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1)
  };

  private final Map<EngineOperation, Timer> successes = new EnumMap<>(EngineOperation.class);
  private final Map<EngineOperation, Timer> errors = new EnumMap<>(EngineOperation.class);

  EngineTimers(MeterRegistry meters) {
    for (EngineOperation operation : EngineOperation.values()) {
      successes.put(operation, builder(operation).tag("outcome", "success").register(meters));
      errors.put(operation, builder(operation).tag("outcome", "error").register(meters));
    }
  }

  private static Timer.Builder builder(EngineOperation operation) {
    return switch (operation) {
      case START ->
          Timer.builder("openhtc.container.start")
              .description("Calls that start a container.")
              .serviceLevelObjectives(STARTS);
      case PULL ->
          Timer.builder("openhtc.image.pull")
              .description("Pulls of images.")
              .serviceLevelObjectives(PULLS);
      default ->
          Timer.builder("openhtc.engine.call")
              .description("Calls to engines, other than starts and pulls.")
              .tag("operation", operation.toString());
    };
  }

  /** Makes the call and measures it; a call that throws counts as an error. */
  <T extends @Nullable Object> T timed(EngineOperation operation, Supplier<T> call) {
    long begun = System.nanoTime();
    Map<EngineOperation, Timer> timers = errors;
    try {
      T result = call.get();
      timers = successes;
      return result;
    } finally {
      Timer timer = timers.get(operation);
      if (timer != null) {
        timer.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
      }
    }
  }
}
