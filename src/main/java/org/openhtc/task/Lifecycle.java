package org.openhtc.task;

/** Which stage may follow which: ACTIVE and ARCHIVED to each other, both to DELETED. Pure. */
final class Lifecycle {
  private Lifecycle() {}

  /** Whether a task may go from one stage to the other, as far as its jobs allow. */
  static boolean allows(LifecycleStatus from, LifecycleStatus to) {
    return switch (from) {
      case ACTIVE -> to != LifecycleStatus.ACTIVE;
      case ARCHIVED -> to != LifecycleStatus.ARCHIVED;
      case DELETED -> false;
    };
  }

  /** Whether the step must wait until every job has ended. */
  static boolean needsQuiet(LifecycleStatus to) {
    return to != LifecycleStatus.ACTIVE;
  }
}
