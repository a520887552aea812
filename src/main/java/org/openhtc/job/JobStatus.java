package org.openhtc.job;

/** The status of a job; names and order are those of the published API. */
public enum JobStatus {
  /** Accepted and stored. Admission changes it; a vCPU limit that is reached delays admission. */
  SUBMITTED_TO_RESCALE,
  /**
   * Admitted to a region's queue. Only an entry in a job's history: admission stores {@code
   * RUNNABLE} in the same transaction.
   */
  SUBMITTED_TO_PROVIDER,
  /**
   * Waits for a host with enough free resources; its reason names what is missing. Placement
   * changes it.
   */
  RUNNABLE,
  /** Placed on a host that prepares its container. Ends at a deadline at the latest. */
  STARTING,
  /** Its container runs. Ends at the execution timeout at the latest. */
  RUNNING,
  /** Exit code 0. */
  SUCCEEDED,
  /** Ended in any other way, after the last retry. */
  FAILED,
  /** Part of the published API for pod backends; never set for jobs on Docker hosts. */
  POD_SUCCEEDED,
  /** Part of the published API for pod backends; never set for jobs on Docker hosts. */
  POD_FAILED;

  /** Whether the job has ended. */
  public boolean isTerminal() {
    return switch (this) {
      case SUCCEEDED, FAILED, POD_SUCCEEDED, POD_FAILED -> true;
      case SUBMITTED_TO_RESCALE, SUBMITTED_TO_PROVIDER, RUNNABLE, STARTING, RUNNING -> false;
    };
  }

  /** Whether the job uses the resources of a host. */
  public boolean isOnHost() {
    return this == STARTING || this == RUNNING;
  }
}
