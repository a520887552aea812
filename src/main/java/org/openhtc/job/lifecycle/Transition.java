package org.openhtc.job.lifecycle;

import org.jspecify.annotations.Nullable;
import org.openhtc.job.FailureCode;

/** The effect of an event on a job, decided by {@link JobTransitions}. */
sealed interface Transition {

  /**
   * The status changes.
   *
   * @param next the job after the event
   * @param reason a sentence for the user, stored as {@code statusReason}
   * @param failure set if the job or this attempt failed
   * @param exitCode the container's exit code, if it has one
   * @param userCancelled whether it ended because a user cancelled it
   */
  record Moved(
      JobState next,
      String reason,
      @Nullable FailureCode failure,
      @Nullable Integer exitCode,
      boolean userCancelled)
      implements Transition {}

  /** The event does not fit the job's status: another event came first. */
  record Refused() implements Transition {}
}
