package org.openhtc.execution.attempt;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.log.CapturedLog;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobReport;
import org.openhtc.job.SmallLog;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.storage.StoreUnavailable;

/**
 * The end of an attempt whose reason follows from the engine's events alone. Every other end is
 * left to {@link AttemptRunner}, which reads the state of the container.
 */
public final class OrdinaryEnd {
  private final AttemptReports reports;
  private final AttemptCleanup cleanup;
  private final DiskWatch diskWatch;
  private final FaultFinder faults;

  public OrdinaryEnd(
      AttemptReports reports, AttemptCleanup cleanup, DiskWatch diskWatch, FaultFinder faults) {
    this.reports = reports;
    this.cleanup = cleanup;
    this.diskWatch = diskWatch;
    this.faults = faults;
  }

  /**
   * An attempt that started and ended.
   *
   * @param container the engine's id
   * @param startedAt by the clock of this process
   * @param endedAt by the clock of this process
   */
  public record Run(
      Assignment job, String container, Instant startedAt, Instant endedAt, int exitCode) {
    Duration ranFor() {
      return Duration.between(startedAt, endedAt);
    }

    AttemptId attempt() {
      return new AttemptId(job.id(), job.attempt());
    }
  }

  /** Whether the exit code alone is the reason for the end. */
  public boolean isOrdinary(Run run) {
    Duration timeout = Duration.ofSeconds(run.job().execTimeoutSeconds());
    return !run.job().cancelRequested()
        && isPlain(run.exitCode())
        && run.ranFor().compareTo(timeout) < 0
        && !diskWatch.isNeededAtEnd(run.job(), run.exitCode(), false, run.ranFor());
  }

  /**
   * 125 to 127 may mean that the command could not be started, 137, 143 and 255 that it was killed
   * for a reason outside the job, or by its memory limit.
   */
  private static boolean isPlain(int exitCode) {
    return (exitCode < 125 || exitCode > 127) && !ContainerStep.isKill(exitCode);
  }

  /**
   * Reads the log, reports the start and the end with a small log, then cleans up. The report does
   * not wait for a log that can't be read or stored now.
   *
   * @return false if the end was not counted although the host still has to run the attempt
   * @throws RuntimeException if the engine, the store or the database failed
   */
  public boolean finish(
      ContainerEngine engine, Run run, AttemptNotes notes, BooleanSupplier isLed) {
    JobEvent end =
        faults.checked(engine, new JobEvent.Exited(run.exitCode(), false), run.ranFor(), true);
    CapturedLog captured;
    try {
      captured = cleanup.capture(engine, run.container(), notes);
    } catch (EngineException | StoreUnavailable e) {
      reports.record(jobReports(run, end, notes.usage(), null));
      throw e;
    }
    try (captured) {
      boolean isDone = finish(engine, run, end, captured, notes, isLed);
      faults.reported(engine, run.exitCode(), run.ranFor());
      return isDone;
    }
  }

  private boolean finish(
      ContainerEngine engine,
      Run run,
      JobEvent end,
      CapturedLog log,
      AttemptNotes notes,
      BooleanSupplier isLed) {
    @Nullable SmallLog small = small(log);
    AttemptReports.Outcome outcome = reports.record(jobReports(run, end, notes.usage(), small));
    if (outcome == AttemptReports.Outcome.STILL_ASSIGNED) {
      return false;
    }
    if (small != null && outcome == AttemptReports.Outcome.COUNTED) {
      notes.logKept();
    } else {
      cleanup.store(run.attempt(), log, notes, isLed);
    }
    AttemptCleanup.removeIfLogIsKept(engine, run.container(), notes, isLed);
    return true;
  }

  private static @Nullable SmallLog small(CapturedLog log) {
    return switch (log) {
      case CapturedLog.Small(SmallLog content) -> content;
      case CapturedLog.Lost(SmallLog line) -> line;
      case CapturedLog.Missing missing -> null;
      case CapturedLog.Empty empty -> null;
      case CapturedLog.Large large -> null;
    };
  }

  private static List<JobReport> jobReports(
      Run run, JobEvent end, AttemptUsage usage, @Nullable SmallLog log) {
    Assignment job = run.job();
    return List.of(
        new JobReport(job.id(), job.attempt(), run.startedAt(), new JobEvent.ContainerStarted()),
        new JobReport(job.id(), job.attempt(), run.endedAt(), end, usage, log));
  }
}
