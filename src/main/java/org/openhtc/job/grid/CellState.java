package org.openhtc.job.grid;

import org.jspecify.annotations.Nullable;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobStatus;

/** What one letter of {@link GridBatch#cells} means: the status of a job, or why it failed. */
enum CellState {
  HELD('H'),
  QUEUED('Q'),
  /** Waits for another attempt. */
  RETRYING('A'),
  STARTING('B'),
  RUNNING('R'),
  SUCCEEDED('D'),
  EXIT_CODE('X'),
  OUT_OF_MEMORY('M'),
  TIME_OVER('T'),
  INFRASTRUCTURE('I'),
  NOT_STARTED('L'),
  NO_HOST('P'),
  CANCELLED('C'),
  OTHER_FAILURE('U');

  private final char letter;

  CellState(char letter) {
    this.letter = letter;
  }

  char letter() {
    return letter;
  }

  /** The state of a job that was never placed: those of a tail share it. */
  static CellState ofTail(JobStatus status, @Nullable String failure, boolean isCancelled) {
    return switch (status) {
      case RUNNABLE, SUBMITTED_TO_PROVIDER -> QUEUED;
      case SUBMITTED_TO_RESCALE, STARTING, RUNNING, SUCCEEDED, FAILED, POD_SUCCEEDED, POD_FAILED ->
          ofJob(status, failure, isCancelled);
    };
  }

  /** The state of a job with a row of its own. */
  static CellState ofJob(JobStatus status, @Nullable String failure, boolean isCancelled) {
    return switch (status) {
      case SUBMITTED_TO_RESCALE -> HELD;
      case SUBMITTED_TO_PROVIDER, RUNNABLE -> RETRYING;
      case STARTING -> STARTING;
      case RUNNING -> RUNNING;
      case SUCCEEDED, POD_SUCCEEDED -> SUCCEEDED;
      case FAILED, POD_FAILED -> isCancelled ? CANCELLED : ofFailure(failure);
    };
  }

  private static CellState ofFailure(@Nullable String wireName) {
    for (FailureCode code : FailureCode.values()) {
      if (code.wireName().equals(wireName)) {
        return of(code);
      }
    }
    return OTHER_FAILURE;
  }

  private static CellState of(FailureCode code) {
    return switch (code) {
      case UNKNOWN_FAILURE -> OTHER_FAILURE;
      case TIMEOUT -> TIME_OVER;
      case NOT_ENOUGH_MEMORY -> OUT_OF_MEMORY;
      case NON_ZERO_CONTAINER_EXIT_CODE -> EXIT_CODE;
      case INFRASTRUCTURE_FAULT -> INFRASTRUCTURE;
      case STARTING_CONTAINER -> NOT_STARTED;
      case PROVIDER_DOWN, PROVIDER_REGION_DOWN -> NO_HOST;
    };
  }
}
