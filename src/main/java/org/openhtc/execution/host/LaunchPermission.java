package org.openhtc.execution.host;

/** Whether containers of jobs may be created and started on a host. */
sealed interface LaunchPermission {
  record Granted() implements LaunchPermission {}

  /** Not yet: the host has to be tested first, or its new state has to be reported. */
  record Pending() implements LaunchPermission {}

  /**
   * The host lacks what the settings require of every host. That was reported, so the scheduler
   * places no further jobs on it.
   *
   * @param reason a sentence without a full stop, to be continued after the name of the host
   */
  record Refused(String reason) implements LaunchPermission {}
}
