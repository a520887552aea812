package org.openhtc.task;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A set of jobs that belong together.
 *
 * @param workspaceId of the project
 * @param createdBy id of the user
 * @param lastActiveAt time of creation, of the last submission, of the last end of a job, or of the
 *     last retention run that found live jobs
 * @param archivedAt set while archived, and kept after a deletion
 */
public record Task(
    UUID id,
    UUID projectId,
    String workspaceId,
    String name,
    String description,
    String createdBy,
    Instant createdAt,
    Instant lastActiveAt,
    @Nullable Instant archivedAt,
    @Nullable Instant deletedAt,
    LifecycleStatus lifecycleStatus) {

  /** The same task, active at least until that time. */
  Task activeUntil(Instant moment) {
    return moment.isAfter(lastActiveAt)
        ? new Task(
            id,
            projectId,
            workspaceId,
            name,
            description,
            createdBy,
            createdAt,
            moment,
            archivedAt,
            deletedAt,
            lifecycleStatus)
        : this;
  }

  /** Folder of the task in the object store, without a slash at the end. */
  public String folderPath() {
    return "projects/%s/tasks/%s".formatted(projectId, id);
  }
}
