package org.openhtc.job.lifecycle;

import static org.openhtc.job.JobStatus.FAILED;
import static org.openhtc.job.JobStatus.RUNNABLE;
import static org.openhtc.job.JobStatus.RUNNING;
import static org.openhtc.job.JobStatus.STARTING;
import static org.openhtc.job.JobStatus.SUCCEEDED;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobEvent.Cancelled;
import org.openhtc.job.JobEvent.ContainerStarted;
import org.openhtc.job.JobEvent.DiskExceeded;
import org.openhtc.job.JobEvent.Exited;
import org.openhtc.job.JobEvent.Faulted;
import org.openhtc.job.JobEvent.LaunchFailed;
import org.openhtc.job.JobEvent.ProviderDown;
import org.openhtc.job.JobEvent.Returned;
import org.openhtc.job.JobEvent.TimedOut;
import org.openhtc.job.JobStatus;
import org.openhtc.job.lifecycle.Transition.Moved;
import org.openhtc.job.lifecycle.Transition.Refused;
import org.openhtc.job.retry.RetryRule;

/**
 * Decides the effect of an event on a job. Pure: no clock, no database, no log. The table of all
 * statuses and events is in {@code docs/job-states.md}, verified by a test.
 */
final class JobTransitions {
  private static final int SIGNAL_BASE = 128;

  private JobTransitions() {}

  static Transition apply(JobState job, JobEvent event) {
    if (!mayHappen(job.status(), event)) {
      return new Refused();
    }
    if (job.cancelRequested() && endsAttempt(event)) {
      return cancelled(job, exitCode(event));
    }
    return switch (event) {
      case ContainerStarted e ->
          new Moved(job.to(RUNNING), StatusReason.CONTAINER_STARTED, null, null, false);
      case Exited e -> exited(job, e);
      case LaunchFailed e -> retriedOrFailed(job, FailureCode.STARTING_CONTAINER, null, e.reason());
      case TimedOut e ->
          retriedOrFailed(job, FailureCode.TIMEOUT, e.exitCode(), "Execution time exceeded");
      case DiskExceeded e ->
          retriedOrFailed(
              job,
              FailureCode.INFRASTRUCTURE_FAULT,
              e.exitCode(),
              "Disk limit exceeded: %d bytes written".formatted(e.usedBytes()));
      case Faulted e -> retriedForFree(job, e.reason());
      case Returned e -> new Moved(job.to(RUNNABLE), e.reason(), null, null, false);
      case ProviderDown e -> failed(job, e.code(), null, e.reason());
      case Cancelled e -> cancelled(job, null);
    };
  }

  private static boolean mayHappen(JobStatus status, JobEvent event) {
    return switch (event) {
      case ContainerStarted e -> status == STARTING;
      // An engine may report that a container runs before it finds that its command can't start.
      case LaunchFailed e -> status.isOnHost();
      // A container can exit before its start was noticed.
      case Exited e -> status.isOnHost();
      case TimedOut e -> status.isOnHost();
      case DiskExceeded e -> status.isOnHost();
      case Faulted e -> status.isOnHost();
      case Returned e -> status == STARTING;
      case ProviderDown e -> !status.isTerminal() && !status.isOnHost();
      case Cancelled e -> !status.isTerminal();
    };
  }

  private static boolean endsAttempt(JobEvent event) {
    return switch (event) {
      case ContainerStarted e -> false;
      case Exited e -> true;
      case LaunchFailed e -> true;
      case TimedOut e -> true;
      case DiskExceeded e -> true;
      case Faulted e -> true;
      case Returned e -> true;
      case ProviderDown e -> true;
      case Cancelled e -> true;
    };
  }

  private static @Nullable Integer exitCode(JobEvent event) {
    return switch (event) {
      case Exited e -> e.exitCode();
      case TimedOut e -> e.exitCode();
      case DiskExceeded e -> e.exitCode();
      case ContainerStarted e -> null;
      case LaunchFailed e -> null;
      case Faulted e -> null;
      case Returned e -> null;
      case ProviderDown e -> null;
      case Cancelled e -> null;
    };
  }

  private static Moved exited(JobState job, Exited exit) {
    if (exit.exitCode() == 0) {
      String remark = exit.outOfMemory() ? " (one of its processes ran out of memory)" : "";
      return new Moved(job.to(SUCCEEDED), "Completed" + remark, null, 0, false);
    }
    if (exit.outOfMemory()) {
      return retriedOrFailed(
          job, FailureCode.NOT_ENOUGH_MEMORY, exit.exitCode(), "Memory limit exceeded");
    }
    return retriedOrFailed(
        job,
        FailureCode.NON_ZERO_CONTAINER_EXIT_CODE,
        exit.exitCode(),
        "Container exited with code %d%s".formatted(exit.exitCode(), signal(exit.exitCode())));
  }

  private static String signal(int exitCode) {
    return switch (exitCode - SIGNAL_BASE) {
      case 6 -> " (aborted)";
      case 9 -> " (killed)";
      case 11 -> " (segmentation fault)";
      case 15 -> " (terminated)";
      default -> "";
    };
  }

  private static Moved retriedOrFailed(
      JobState job, FailureCode code, @Nullable Integer exitCode, String reason) {
    return switch (RetryDecision.of(job, code, exitCode)) {
      case RetryDecision.Fail fail -> failed(job, code, exitCode, reason + fail.remark());
      case RetryDecision.Retry retry ->
          new Moved(
              job.retried(retry.memoryMib(), retry.onAnotherHost()),
              reason + retry.remark(),
              code,
              exitCode,
              false);
    };
  }

  private static Moved retriedForFree(JobState job, String reason) {
    if (job.faults() >= JobState.MAX_FAULTS) {
      String more = reason + "; all %d free retries are used".formatted(JobState.MAX_FAULTS);
      return retriedOrFailed(job, FailureCode.INFRASTRUCTURE_FAULT, null, more);
    }
    String freeRetry = reason + "; it runs again without using up a retry";
    boolean onAnotherHost =
        job.strategy()
            .rule(FailureCode.INFRASTRUCTURE_FAULT, null)
            .filter(RetryRule::onAnotherHost)
            .isPresent();
    return new Moved(
        job.retriedForFree(onAnotherHost),
        freeRetry,
        FailureCode.INFRASTRUCTURE_FAULT,
        null,
        false);
  }

  private static Moved failed(
      JobState job, FailureCode code, @Nullable Integer exitCode, String reason) {
    return new Moved(job.to(FAILED), reason, code, exitCode, false);
  }

  private static Moved cancelled(JobState job, @Nullable Integer exitCode) {
    return new Moved(
        job.to(FAILED),
        Objects.requireNonNullElse(job.stopReason(), StatusReason.CANCELLED),
        null,
        exitCode,
        true);
  }
}
