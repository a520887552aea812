package org.openhtc.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.openhtc.simulation.fault.Operation;

/** The calls and the containers of jobs on one or more engines since their start. */
final class Counters {
  private final Map<Operation, AtomicLong> calls = new EnumMap<>(Operation.class);
  private final AtomicLong started = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();

  Counters() {
    for (Operation operation : Operation.values()) {
      calls.put(operation, new AtomicLong());
    }
  }

  void called(Operation operation) {
    of(operation).incrementAndGet();
  }

  void started() {
    started.incrementAndGet();
    int now = running.incrementAndGet();
    if (now > mostRunning.get()) {
      mostRunning.accumulateAndGet(now, Math::max);
    }
  }

  void ended() {
    ended.incrementAndGet();
    running.decrementAndGet();
  }

  long calls(Operation operation) {
    return of(operation).get();
  }

  private AtomicLong of(Operation operation) {
    return Objects.requireNonNull(calls.get(operation));
  }

  /** The operations that were called. */
  Map<Operation, Long> calls() {
    Map<Operation, Long> called = new TreeMap<>();
    for (Operation operation : Operation.values()) {
      if (calls(operation) > 0) {
        called.put(operation, calls(operation));
      }
    }
    return called;
  }

  long startedContainers() {
    return started.get();
  }

  long endedContainers() {
    return ended.get();
  }

  int running() {
    return running.get();
  }

  int mostRunning() {
    return mostRunning.get();
  }

  /** From now on {@link #mostRunning} is that of the time from now on. */
  void resetMostRunning() {
    mostRunning.set(running.get());
  }
}
