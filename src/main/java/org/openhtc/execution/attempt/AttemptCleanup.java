package org.openhtc.execution.attempt;

import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.log.CapturedLog;
import org.openhtc.execution.log.LogArchive;
import org.openhtc.job.assignment.BatchSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cleans up after an attempt that has ended: archives its log, then removes its container. The
 * container is kept until its log is archived, so no output is lost. Only a log that the engine
 * can't read is given up, after several tries.
 */
public final class AttemptCleanup {
  private static final Logger log = LoggerFactory.getLogger(AttemptCleanup.class);

  /** After so many failures of the engine, the container is removed without its log. */
  private static final int TRIES = 5;

  private final BatchSpecCache batchSpecs;
  private final LogArchive logs;
  private final Clock clock;

  public AttemptCleanup(BatchSpecCache batchSpecs, LogArchive logs, Clock clock) {
    this.batchSpecs = batchSpecs;
    this.logs = logs;
    this.clock = clock;
  }

  /**
   * Cleans up a container of any state; a running one is killed.
   *
   * @param isLed whether this process still leads the host; nothing is stored or removed if it does
   *     not
   * @throws RuntimeException if the engine or the store failed: to be repeated after a pause
   */
  void cleanUp(
      ContainerEngine engine,
      String name,
      AttemptId attempt,
      AttemptNotes notes,
      BooleanSupplier isLed) {
    Optional<ContainerState> state;
    try {
      state = engine.inspect(name);
    } catch (EngineException e) {
      removeUnread(engine, name, notes, isLed, e);
      return;
    }
    if (state.isEmpty()) {
      return;
    }
    String id = state.get().id();
    if (state.get().startedAt() == null) {
      remove(engine, id, notes, isLed);
      return;
    }
    if (!notes.isLogKept()) {
      try (CapturedLog captured = capture(engine, id, notes)) {
        store(attempt, captured, notes, isLed);
      }
    }
    removeIfLogIsKept(engine, id, notes, isLed);
  }

  /**
   * Removes a container that has run. If its log was not stored, because this process did not lead
   * the host at that moment, the container is found again by the next list of its leader.
   */
  static void removeIfLogIsKept(
      ContainerEngine engine, String id, AttemptNotes notes, BooleanSupplier isLed) {
    if (notes.isLogKept()) {
      remove(engine, id, notes, isLed);
    }
  }

  /** A container that the engine can't describe for many tries can't be read either. */
  private static void removeUnread(
      ContainerEngine engine,
      String name,
      AttemptNotes notes,
      BooleanSupplier isLed,
      EngineException problem) {
    if (notes.cleanupFailed() < TRIES) {
      throw problem;
    }
    log.warn("{} is removed by force, without its log: {}", name, problem.getMessage());
    remove(engine, name, notes, isLed);
  }

  private static void remove(
      ContainerEngine engine, String id, AttemptNotes notes, BooleanSupplier isLed) {
    if (!isLed.getAsBoolean()) {
      return;
    }
    try {
      engine.remove(id);
    } catch (EngineException e) {
      notes.cleanupFailed();
      throw e;
    }
  }

  /** Reads the log of an ended container; one line that reports the reason if that fails often. */
  CapturedLog capture(ContainerEngine engine, String id, AttemptNotes notes) {
    try {
      return logs.capture(engine, id);
    } catch (EngineException e) {
      if (notes.cleanupFailed() < TRIES) {
        throw e;
      }
      String reason = String.valueOf(e.getMessage());
      log.warn("The log of container {} can't be read and is given up: {}", id, reason);
      return LogArchive.unreadable(clock.instant(), reason);
    }
  }

  /**
   * Stores a log that does not travel with the report of its attempt's end. If another process
   * leads the host now, it may have removed the container during the read of its log, which then
   * ends early: that process has stored the whole log. So nothing is stored then, and the log does
   * not count as kept: this process may lead the host again a moment later.
   */
  void store(AttemptId attempt, CapturedLog captured, AttemptNotes notes, BooleanSupplier isLed) {
    if (!isLed.getAsBoolean()) {
      return;
    }
    Optional<BatchSpec> batch = batchSpecs.of(attempt.job().batchId());
    batch.ifPresent(spec ->
        logs.store(new LogArchive.ArchivedLog(spec.projectId(), spec.taskId(), attempt), captured));
    notes.logKept();
  }
}
