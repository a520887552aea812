package org.openhtc.job;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a job failed; the names of the published API. */
public enum FailureCode {
  UNKNOWN_FAILURE("ErrorUnknownFailure"),
  /** The job exceeded its execution time. */
  TIMEOUT("ErrorTimeout"),
  /** A process was killed because the container reached its memory limit. */
  NOT_ENOUGH_MEMORY("ErrorNotEnoughMemory"),
  /** The container exited with a code other than 0, without being stopped. */
  NON_ZERO_CONTAINER_EXIT_CODE("ErrorNonZeroContainerExitCode"),
  /** The host was lost, the container was removed, or the job exceeded its disk limit. */
  INFRASTRUCTURE_FAULT("ErrorInfrastructureFault"),
  /** The command can't be started, or the image no longer exists. */
  STARTING_CONTAINER("ErrorStartingContainer"),
  /** No region of the job had a suitable host for longer than the grace time. */
  PROVIDER_DOWN("ErrorProviderDown"),
  /** The job's only region had no suitable host for longer than the grace time. */
  PROVIDER_REGION_DOWN("ErrorProviderRegionDown");

  private final String wireName;

  FailureCode(String wireName) {
    this.wireName = wireName;
  }

  /** The name in the published API. */
  @JsonValue
  public String wireName() {
    return wireName;
  }
}
