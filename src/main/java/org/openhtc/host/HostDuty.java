package org.openhtc.host;

/** What an administrator wants of a host; {@link HostHealth} is what becomes of it. */
public enum HostDuty {
  /** Take jobs. */
  WORKING,
  /** Take no more jobs; those that are there run to their end. */
  DRAINED,
  /** As when drained, because something is wrong with it; its reason says what. */
  QUARANTINED
}
