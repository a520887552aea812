package org.openhtc.storage;

import java.util.UUID;

/**
 * What credentials are bound to. They become invalid when their task is deleted or their attempt
 * ends, and those of a user also when the user is disabled.
 */
public sealed interface GrantOwner {

  /** A user who works in a project. */
  record OfProject(String userId) implements GrantOwner {}

  /** A user who works in a task. */
  record OfTask(UUID taskId, String userId) implements GrantOwner {}

  /** One attempt of a job. */
  record OfAttempt(JobAttempt job) implements GrantOwner {}
}
