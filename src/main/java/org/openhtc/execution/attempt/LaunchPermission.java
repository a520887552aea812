package org.openhtc.execution.attempt;

import java.util.Optional;

/** Whether containers of jobs may be created and started on a host. */
public sealed interface LaunchPermission {
  record Granted() implements LaunchPermission {}

  /** Not before a test of the host has ended. */
  record Pending() implements LaunchPermission {}

  /**
   * The host lacks what the settings require of every host.
   *
   * @param reason a sentence without a full stop, to be continued after the name of the host
   */
  record Refused(String reason) implements LaunchPermission {}

  /**
   * @param refusal the reason for it; empty if there is none
   */
  static LaunchPermission unless(Optional<String> refusal) {
    return refusal.<LaunchPermission>map(Refused::new).orElseGet(Granted::new);
  }
}
