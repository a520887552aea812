package org.openhtc.execution.attempt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.job.assignment.Assignment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how much jobs have written: running jobs, on hosts with a quota only in the volumes of
 * their images, and ended jobs to find out whether a full disk was the reason for their end. A
 * measurement can take a minute, so no other decision about a running job waits for one.
 */
public final class DiskWatch {
  private static final Logger log = LoggerFactory.getLogger(DiskWatch.class);
  private static final long GIB = 1L << 30;

  /** A quota refuses the write that would exceed it, so a full disk is a little below its limit. */
  private static final double FULL = 0.95;

  private static final Duration SHORT = Duration.ofSeconds(2);

  /** Bounds what a job can write between two measurements after a time without writing. */
  private static final int LONGEST_INTERVAL = 4;

  private final Supplier<DiskMechanism> mechanism;

  /**
   * By the number of measurements without growth. Computed once, because the multiplication of a
   * duration takes many objects, and the interval of each running job is needed in every pass.
   */
  private final List<Optional<Duration>> intervals;

  /**
   * @param interval between two measurements of a running job that writes
   */
  public DiskWatch(Supplier<DiskMechanism> mechanism, Duration interval) {
    this.mechanism = mechanism;
    this.intervals =
        Stream.of(1, 2, LONGEST_INTERVAL).map(interval::multipliedBy).map(Optional::of).toList();
  }

  /**
   * The time until the next measurement of the running job; empty if none are needed. A measurement
   * is costly for the engine, so jobs that write nothing are measured less often.
   *
   * @param withoutGrowth number of the last measurements that found no more data than before
   */
  public Optional<Duration> interval(Assignment job, int withoutGrowth) {
    boolean isMeasured = job.diskGib() > 0 && mechanism.get() != DiskMechanism.EVICTION;
    return isMeasured
        ? intervals.get(Math.min(withoutGrowth, intervals.size() - 1))
        : Optional.empty();
  }

  /** Bytes that the running container has written; empty if it does not exist. */
  public Optional<Long> written(ContainerEngine engine, String container) {
    return switch (mechanism.get()) {
      case WATCH, EVICTION -> engine.writableBytes(container);
      case QUOTA -> engine.volumeBytes(container);
    };
  }

  /** Whether the job may not write so many bytes. */
  public boolean isExceeded(Assignment job, long bytes) {
    return bytes > job.diskGib() * GIB;
  }

  /** Whether only a measurement can show the reason for an end. */
  public boolean isNeededAtEnd(Assignment job, int exitCode, boolean outOfMemory, Duration ranFor) {
    if (job.diskGib() == 0) {
      return false;
    }
    boolean succeeded = exitCode == 0;
    return switch (mechanism.get()) {
      // An almost full disk only explains an end that has no other known reason.
      case QUOTA -> !succeeded && !outOfMemory;
      // A job that is stopped for its disk use may end with 0. Measuring all very short jobs would
      // be too costly, and they have no time to write much.
      case WATCH -> !succeeded || ranFor.compareTo(SHORT) >= 0;
      case EVICTION -> exitCode == ContainerStep.KILLED;
    };
  }

  /**
   * Bytes that the ended container has written if they exceed the job's disk limit; null if not. A
   * job that exceeded its limit while it ran was stopped for it, regardless of its run time and
   * exit code. A failed measurement does not delay the end of the job.
   *
   * @param last the result of the last measurement while it ran, if that exceeded the limit
   */
  @Nullable Long overAtEnd(
      ContainerEngine engine, Assignment job, ContainerState state, @Nullable Long last) {
    if (last != null) {
      return last;
    }
    if (!isNeededAtEnd(job, state.exitCode(), state.outOfMemory(), state.ranFor())) {
      return null;
    }
    long limit = job.diskGib() * GIB;
    boolean isQuota = mechanism.get() == DiskMechanism.QUOTA;
    try {
      return engine
          .writableBytes(state.id())
          .filter(bytes -> bytes > (isQuota ? (long) (limit * FULL) : limit))
          .orElse(null);
    } catch (EngineException e) {
      log.info("The disk use of {} can't be measured at its end: {}", state.name(), e.getMessage());
      return null;
    }
  }
}
