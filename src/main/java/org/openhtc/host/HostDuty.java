package org.openhtc.host;

/**
 * The state that an administrator has requested for a host; {@link HostHealth} is the actual one.
 */
public enum HostDuty {
  /** Takes jobs. */
  WORKING,
  /** Takes no new jobs; its running jobs continue to their end. */
  DRAINED,
  /** The same as drained, because of the problem in its reason. */
  QUARANTINED
}
