package org.openhtc.host;

/** Whether a host takes jobs. */
public enum HostHealth {
  /** Answers and takes jobs. */
  READY,
  /** Does not answer, or was never asked yet. Its agent keeps asking. */
  UNREACHABLE,
  /** Answers but failed one job after the other: gets none for a while. */
  QUARANTINED,
  /** Answers, but lacks what the settings ask of every host. */
  UNFIT
}
