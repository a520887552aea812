package org.openhtc.storage;

import java.util.UUID;

/** The layout of the bucket. Every folder ends with a slash. */
public final class Folders {
  private Folders() {}

  /** The folder that the users of a project write and all its jobs read. */
  public static String shared(UUID projectId) {
    return "projects/%s/shared/".formatted(projectId);
  }

  /** The folder that the jobs of a task write. */
  public static String task(UUID projectId, UUID taskId) {
    return "projects/%s/tasks/%s/".formatted(projectId, taskId);
  }

  /** The logs of a task's jobs; no credentials are ever issued for this folder. */
  public static String logs(UUID projectId, UUID taskId) {
    return "logs/%s/%s/".formatted(projectId, taskId);
  }
}
