package org.openhtc.job;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a job failed; the names of the published API. */
public enum FailureCode {
  UNKNOWN_FAILURE("ErrorUnknownFailure"),
  /** The execution time was over. */
  TIMEOUT("ErrorTimeout"),
  /** Killed by its memory limit. */
  NOT_ENOUGH_MEMORY("ErrorNotEnoughMemory"),
  /** The container ended by itself with an exit code other than 0. */
  NON_ZERO_CONTAINER_EXIT_CODE("ErrorNonZeroContainerExitCode"),
  /** Host lost, container vanished, or the disk limit exceeded. */
  INFRASTRUCTURE_FAULT("ErrorInfrastructureFault"),
  /** The command can't be started or the image is gone. */
  STARTING_CONTAINER("ErrorStartingContainer"),
  /** No region of the job had a host for longer than the grace time. */
  PROVIDER_DOWN("ErrorProviderDown"),
  /** The job's only region had no host for longer than the grace time. */
  PROVIDER_REGION_DOWN("ErrorProviderRegionDown");

  private final String wireName;

  FailureCode(String wireName) {
    this.wireName = wireName;
  }

  @JsonValue
  public String wireName() {
    return wireName;
  }
}
