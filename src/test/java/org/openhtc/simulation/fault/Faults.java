package org.openhtc.simulation.fault;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The present faults of one engine. May be changed by any thread, at any time. */
public final class Faults {
  /**
   * The shortest time that {@link #slowness} multiplies, because an engine is never infinitely
   * fast.
   */
  private static final Duration LEAST = Duration.ofMillis(1);

  private final Map<Operation, Entry> byOperation = new ConcurrentHashMap<>();
  private final Map<Operation, Duration> delays = new ConcurrentHashMap<>();
  private volatile double slowness = 1;
  private volatile Duration clockSkew = Duration.ZERO;
  private volatile boolean losesEvents;

  /** Every later call of the operation has this fault. */
  public Faults every(Operation operation, Fault fault) {
    return next(Integer.MAX_VALUE, operation, fault);
  }

  /** The next calls of the operation have this fault. */
  public Faults next(int calls, Operation operation, Fault fault) {
    byOperation.put(operation, new Entry(fault, calls));
    return this;
  }

  /** Every later call of any operation has this fault. */
  public Faults all(Fault fault) {
    for (Operation operation : Operation.values()) {
      every(operation, fault);
    }
    return this;
  }

  /** Calls of the operation take this much longer. */
  public Faults delay(Operation operation, Duration delay) {
    delays.put(operation, delay);
    return this;
  }

  /** Calls take so many times as long as without the fault; 1 is normal. */
  public Faults slowness(double factor) {
    slowness = factor;
    return this;
  }

  /** The engine's clock is ahead of the machine's by this much. */
  public Faults clockSkew(Duration ahead) {
    clockSkew = ahead;
    return this;
  }

  /** Events are not sent, although their streams stay open. */
  public Faults losesEvents(boolean now) {
    losesEvents = now;
    return this;
  }

  /** Ends all faults; calls that hang already stay without a response. */
  public void end() {
    byOperation.clear();
    delays.clear();
    slowness = 1;
    clockSkew = Duration.ZERO;
    losesEvents = false;
  }

  public Duration clockSkew() {
    return clockSkew;
  }

  public boolean losesEvents() {
    return losesEvents;
  }

  /** The fault of this call; null if it has none. */
  public @Nullable Fault take(Operation operation) {
    if (byOperation.isEmpty()) {
      return null;
    }
    Entry[] taken = new Entry[1];
    byOperation.computeIfPresent(
        operation,
        (key, entry) -> {
          taken[0] = entry;
          return entry.calls == 1 ? null : entry.after();
        });
    return taken[0] == null ? null : taken[0].fault;
  }

  /** How long a call takes that takes so long without a fault. */
  public long delayNanos(Operation operation, Duration normal) {
    Duration delay = delays.isEmpty() ? null : delays.get(operation);
    if (slowness == 1 && delay == null) {
      return normal.toNanos();
    }
    long own = slowness == 1 ? normal.toNanos() : Math.max(normal.toNanos(), LEAST.toNanos());
    return (long) (own * slowness) + (delay == null ? 0 : delay.toNanos());
  }

  private record Entry(Fault fault, int calls) {
    Entry after() {
      return calls == Integer.MAX_VALUE ? this : new Entry(fault, calls - 1);
    }
  }
}
