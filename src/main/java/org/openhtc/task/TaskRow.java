package org.openhtc.task;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;
import org.openhtc.project.Project;

/** Table {@code task}. */
@Entity(name = "Task")
@Table(name = "task")
class TaskRow {
  @Id
  @GeneratedValue
  @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
  UUID id;

  UUID projectId;
  String workspaceId;
  String name;
  String description;
  String createdBy;
  Instant createdAt;
  Instant lastActiveAt;
  @Nullable Instant archivedAt;
  @Nullable Instant deletedAt;

  @Enumerated(EnumType.STRING)
  LifecycleStatus lifecycleStatus = LifecycleStatus.ACTIVE;

  @SuppressWarnings("NullAway.Init") // filled by JPA
  TaskRow() {}

  @SuppressWarnings("NullAway.Init") // JPA makes the id
  TaskRow(Project project, NewTask task, String createdBy, Instant now) {
    this.projectId = project.id();
    this.workspaceId = project.workspaceId();
    this.name = task.taskName();
    this.description = task.taskDescription();
    this.createdBy = createdBy;
    this.createdAt = now;
    this.lastActiveAt = now;
  }

  void archive(Instant now) {
    lifecycleStatus = LifecycleStatus.ARCHIVED;
    archivedAt = now;
  }

  /** Counts as activity, because the retention policy would archive the task again at once. */
  void activate(Instant now) {
    lifecycleStatus = LifecycleStatus.ACTIVE;
    archivedAt = null;
    lastActiveAt = now;
  }

  void delete(Instant now) {
    lifecycleStatus = LifecycleStatus.DELETED;
    deletedAt = now;
  }

  Task view() {
    return new Task(
        id,
        projectId,
        workspaceId,
        name,
        description,
        createdBy,
        createdAt,
        lastActiveAt,
        archivedAt,
        deletedAt,
        lifecycleStatus);
  }
}
