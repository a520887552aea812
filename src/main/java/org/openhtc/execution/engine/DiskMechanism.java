package org.openhtc.execution.engine;

/** How a host keeps a container within its disk limit. */
public enum DiskMechanism {
  /** The engine's file system refuses the write that goes over (btrfs, or XFS with pquota). */
  QUOTA,
  /** Nothing refuses it: the writable layer is measured now and then and the job stopped. */
  WATCH
}
