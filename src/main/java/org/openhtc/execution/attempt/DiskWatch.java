package org.openhtc.execution.attempt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.job.assignment.Assignment;

/**
 * Measures how much jobs have written. Measures running jobs on hosts without a quota, and ended
 * jobs to find out whether a full disk was the reason for their end.
 */
public final class DiskWatch {
  private static final long GIB = 1L << 30;

  /** A quota refuses the write that would exceed it, so a full disk is a little below its limit. */
  private static final double FULL = 0.95;

  private final Map<String, Instant> measuredAt = new ConcurrentHashMap<>();
  private final Supplier<DiskMechanism> mechanism;
  private final Duration interval;
  private final Clock clock;

  /**
   * @param interval between two measurements of a running job
   */
  public DiskWatch(Supplier<DiskMechanism> mechanism, Duration interval, Clock clock) {
    this.mechanism = mechanism;
    this.interval = interval;
    this.clock = clock;
  }

  /** Bytes written if they exceed the job's disk limit; null if not, or if no check is due. */
  @Nullable Long bytesOver(ContainerEngine engine, Assignment job, ContainerState container) {
    if (job.diskGib() == 0) {
      return null;
    }
    long limit = job.diskGib() * GIB;
    return switch (container.phase()) {
      case CREATED -> null;
      case RUNNING -> isDue(container.id()) ? over(engine, container, limit) : null;
      case EXITED -> {
        measuredAt.remove(container.id());
        yield ended(engine, container, limit);
      }
    };
  }

  private @Nullable Long ended(ContainerEngine engine, ContainerState container, long limit) {
    boolean succeeded = container.exitCode() == 0;
    return switch (mechanism.get()) {
      // An almost full disk only explains an end that has no other known reason.
      case QUOTA ->
          succeeded || container.outOfMemory()
              ? null
              : over(engine, container, (long) (limit * FULL));
      // A job that is stopped for its disk use may end with 0. One that ran for less than the
      // interval was never measured, hence never stopped; measuring all short jobs is too costly.
      case WATCH ->
          succeeded && container.ranFor().compareTo(interval) < 0
              ? null
              : over(engine, container, limit);
    };
  }

  private static @Nullable Long over(ContainerEngine engine, ContainerState container, long limit) {
    return engine.writableBytes(container.id()).filter(bytes -> bytes > limit).orElse(null);
  }

  private boolean isDue(String container) {
    if (mechanism.get() == DiskMechanism.QUOTA) {
      return false;
    }
    Instant now = clock.instant();
    Instant last = measuredAt.putIfAbsent(container, now);
    if (last == null || last.plus(interval).isAfter(now)) {
      return false;
    }
    measuredAt.put(container, now);
    return true;
  }
}
