package org.openhtc.task;

/** The allowed changes: ACTIVE and ARCHIVED to each other, both to DELETED. Pure. */
final class Lifecycle {
  private Lifecycle() {}

  /** Whether a task may change from one status to the other, apart from its jobs. */
  static boolean allows(LifecycleStatus from, LifecycleStatus to) {
    return switch (from) {
      case ACTIVE -> to != LifecycleStatus.ACTIVE;
      case ARCHIVED -> to != LifecycleStatus.ARCHIVED;
      case DELETED -> false;
    };
  }

  /** Whether the change requires that every job has ended. */
  static boolean requiresEndedJobs(LifecycleStatus to) {
    return to != LifecycleStatus.ACTIVE;
  }
}
