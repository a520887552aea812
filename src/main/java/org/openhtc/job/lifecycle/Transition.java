package org.openhtc.job.lifecycle;

import org.jspecify.annotations.Nullable;
import org.openhtc.job.FailureCode;

/** What {@link JobTransitions} makes of an event. */
sealed interface Transition {

  /**
   * The job moves on.
   *
   * @param next the job afterwards
   * @param reason one sentence for the user, stored as {@code statusReason}
   * @param failure set when the job (or this attempt) failed
   * @param exitCode the container's exit code, where there was one
   * @param userCancelled the user's wish ended it
   */
  record Moved(
      JobState next,
      String reason,
      @Nullable FailureCode failure,
      @Nullable Integer exitCode,
      boolean userCancelled)
      implements Transition {}

  /** The event does not fit the job's status: someone else was faster. */
  record Refused() implements Transition {}
}
