package org.openhtc.task;

/** The lifecycle of a task. */
public enum LifecycleStatus {
  /** Takes jobs. */
  ACTIVE,
  /** Takes no jobs; files stay, and it can become active again. */
  ARCHIVED,
  /** Final: takes no jobs, files are removed. */
  DELETED
}
