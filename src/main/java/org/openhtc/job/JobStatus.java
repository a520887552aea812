package org.openhtc.job;

/** Where a job stands; names and order are those of the published API. */
public enum JobStatus {
  /** Accepted and stored. Held here while a vCPU limit is reached; admission moves it on. */
  SUBMITTED_TO_RESCALE,
  /** Admitted to a region's queue. The scheduler's next tick moves it on. */
  SUBMITTED_TO_PROVIDER,
  /** Waits for room on a host; its reason says what is missing. Placement moves it on. */
  RUNNABLE,
  /** Placed on a host that prepares its container. Ends by its deadline at the latest. */
  STARTING,
  /** Its container runs. Ends by the execution timeout at the latest. */
  RUNNING,
  /** Exit code 0. */
  SUCCEEDED,
  /** Anything else, after the last retry. */
  FAILED,
  /** Legal in the published API for pod backends; Docker hosts never report it. */
  POD_SUCCEEDED,
  /** Legal in the published API for pod backends; Docker hosts never report it. */
  POD_FAILED;

  public boolean isTerminal() {
    return switch (this) {
      case SUCCEEDED, FAILED, POD_SUCCEEDED, POD_FAILED -> true;
      case SUBMITTED_TO_RESCALE, SUBMITTED_TO_PROVIDER, RUNNABLE, STARTING, RUNNING -> false;
    };
  }

  /** A host holds room for the job. */
  public boolean isOnHost() {
    return this == STARTING || this == RUNNING;
  }
}
