package org.openhtc.storage;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A right that credentials of a job's attempt may include. Jobs never have any other right. */
public enum JobRight {
  READ_SHARED,
  READ_TASK,
  WRITE_TASK;

  /**
   * The rights that give access to exactly these folders.
   *
   * @throws IllegalArgumentException when a job may not have access to one of them
   */
  static Set<JobRight> of(List<FolderGrant> folders, UUID projectId, UUID taskId) {
    Set<JobRight> rights = EnumSet.noneOf(JobRight.class);
    for (JobRight right : values()) {
      if (folders.contains(right.folder(projectId, taskId))) {
        rights.add(right);
      }
    }
    if (rights.size() != Set.copyOf(folders).size()) {
      throw new IllegalArgumentException("a job may not have access to all of " + folders);
    }
    return rights;
  }

  FolderGrant folder(UUID projectId, UUID taskId) {
    return switch (this) {
      case READ_SHARED -> FolderGrant.reading(Folders.shared(projectId));
      case READ_TASK -> FolderGrant.reading(Folders.task(projectId, taskId));
      case WRITE_TASK -> FolderGrant.writing(Folders.task(projectId, taskId));
    };
  }
}
