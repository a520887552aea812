package org.openhtc.host;

/** Whether a host takes jobs. */
public enum HostHealth {
  /** Its engine is reachable, and it takes jobs. */
  READY,
  /** Its engine is unreachable, or has not been contacted yet. Its agent keeps trying. */
  UNREACHABLE,
  /**
   * Its engine is reachable, but several consecutive starts failed: it gets no jobs for a while.
   */
  QUARANTINED,
  /** Its engine is reachable, but lacks something that the settings require of every host. */
  UNFIT
}
