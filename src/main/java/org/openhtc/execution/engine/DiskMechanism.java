package org.openhtc.execution.engine;

/** How a host enforces the disk limit of a container. */
public enum DiskMechanism {
  /** The engine's file system refuses a write that exceeds it (btrfs, or XFS with pquota). */
  QUOTA,
  /** The writable layer is measured at intervals, and a job that exceeds the limit is stopped. */
  WATCH,
  /**
   * The engine measures the container at intervals and ends it. What a container has written is not
   * known while it runs.
   */
  EVICTION
}
