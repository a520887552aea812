package org.openhtc.chaos.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.openhtc.simulation.ContainerRun;

/**
 * The rules for one job.
 *
 * @param runs what the engines or the job itself recorded about its containers
 * @param isRecordedByJobs see {@link Observation}
 */
record JobCheck(
    JobRecord job,
    BatchRecord batch,
    List<ContainerRun> runs,
    boolean isRecordedByJobs,
    LogLoss logLoss) {
  /** Exit codes above this one are those of signals. */
  private static final int SIGNALS = 128;

  List<String> violations() {
    List<String> violations = new ArrayList<>();
    checkEnd(violations);
    checkCause(violations);
    checkRuns(violations);
    checkLog(violations);
    violations.addAll(new HistoryCheck(job, batch).violations());
    return violations;
  }

  /** No success and no exit code without a container that ended so. */
  private void checkEnd(List<String> violations) {
    Integer exitCode = job.exitCode();
    boolean isSuccess = job.status().equals(JobRecord.SUCCEEDED);
    if (isSuccess && !hasRun(0)) {
      violations.add("%s succeeded without a run that did: %s".formatted(name(), runs));
    } else if (exitCode != null && !isKilled(exitCode) && !hasRun(exitCode)) {
      violations.add("%s has exit code %d of no run: %s".formatted(name(), exitCode, runs));
    }
    long successes = job.statuses().stream().filter(JobRecord.SUCCEEDED::equals).count();
    long successfulRuns = runs.stream().filter(run -> isEnd(run, 0)).count();
    if (successes > successfulRuns) {
      violations.add(
          "%s succeeded %d times in %d runs: %s".formatted(name(), successes, runs.size(), runs));
    }
  }

  private String name() {
    return "job %s, attempt %d,".formatted(job.id(), job.attempt());
  }

  private boolean hasRun(int exitCode) {
    return runs.stream()
        .anyMatch(run ->
            (run.attempt() == job.attempt() || run.attempt() == ContainerRun.UNKNOWN)
                && isEnd(run, exitCode));
  }

  /**
   * A container that an engine killed did not record its end itself. One that a user's cancellation
   * stopped may have recorded its end just before, or not even its beginning.
   */
  private boolean isKilled(int exitCode) {
    return exitCode > SIGNALS
        && (runs.stream().anyMatch(run -> run.exitCode() == null)
            || isRecordedByJobs && job.isCancelled());
  }

  private static boolean isEnd(ContainerRun run, int exitCode) {
    return run.exitCode() != null && run.exitCode() == exitCode;
  }

  /** A job fails only by its own program or because a user cancelled it: no fault costs a job. */
  private void checkCause(List<String> violations) {
    if (job.isCancelled()) {
      if (!batch.cancelled().contains(job.index())) {
        violations.add("%s is cancelled without a request".formatted(name()));
      }
    } else if (job.status().equals(JobRecord.FAILED) && !isOwnFailure()) {
      violations.add(
          "%s failed, although its program ends with %d: %s, %s"
              .formatted(name(), batch.exitCode(), job.exitCode(), job.history()));
    }
  }

  private boolean isOwnFailure() {
    return batch.exitCode() != 0 && isEndOfProgram();
  }

  private boolean isEndOfProgram() {
    Integer exitCode = job.exitCode();
    return exitCode != null && exitCode == batch.exitCode();
  }

  /** No attempt ran twice, no two attempts ran at the same time, and none runs on. */
  private void checkRuns(List<String> violations) {
    List<ContainerRun> ordered =
        runs.stream().sorted(Comparator.comparingLong(ContainerRun::startedAt)).toList();
    if (runs.size() > job.statuses().stream().filter("STARTING"::equals).count()) {
      violations.add("%s has more runs than placements: %s".formatted(name(), ordered));
    }
    for (int i = 1; i < ordered.size(); i++) {
      ContainerRun before = ordered.get(i - 1);
      ContainerRun after = ordered.get(i);
      if (before.attempt() == after.attempt() && after.attempt() != ContainerRun.UNKNOWN) {
        violations.add("%s has an attempt that ran twice: %s".formatted(name(), ordered));
      }
      if (before.overlaps(after)) {
        violations.add("%s has attempts that overlap: %s".formatted(name(), ordered));
      }
    }
    if (runs.stream().anyMatch(run -> run.endedAt() == null)) {
      violations.add("%s still runs: %s".formatted(name(), ordered));
    }
  }

  /** The log of a program that came to its end is complete. */
  private void checkLog(List<String> violations) {
    List<String> lines = job.log();
    Optional<ContainerRun> last =
        runs.stream()
            .filter(run -> isEnd(run, batch.exitCode()))
            .max(Comparator.comparingLong(ContainerRun::startedAt));
    if (isEndOfProgram() && !job.isCancelled() && !logLoss.explains(lines, batch.log(), last)) {
      violations.add(
          "%s has a log of %d lines: %.200s, in run %s"
              .formatted(name(), lines.size(), lines, last));
    }
  }
}
