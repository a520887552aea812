package org.openhtc.storage;

import java.util.UUID;

/** Where things lie in the bucket. Every folder ends with a slash. */
public final class Folders {
  private Folders() {}

  /** What all jobs of a project read and its users fill. */
  public static String shared(UUID projectId) {
    return "projects/%s/shared/".formatted(projectId);
  }

  /** What the jobs of a task write. */
  public static String task(UUID projectId, UUID taskId) {
    return "projects/%s/tasks/%s/".formatted(projectId, taskId);
  }

  /** What the jobs of a task printed; no credentials are ever lent for it. */
  public static String logs(UUID projectId, UUID taskId) {
    return "logs/%s/%s/".formatted(projectId, taskId);
  }
}
