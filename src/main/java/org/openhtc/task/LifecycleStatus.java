package org.openhtc.task;

/** Stages of a task. */
public enum LifecycleStatus {
  /** Takes jobs. */
  ACTIVE,
  /** Takes no jobs; files stay, and it can become active again. */
  ARCHIVED,
  /** For good: takes no jobs, files are removed. */
  DELETED
}
