package org.openhtc.task;

import java.util.Optional;
import java.util.UUID;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Caller.JobCaller;
import org.openhtc.project.Project;
import org.openhtc.project.ProjectAccess;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who may see a task, and whether it takes jobs. */
@Component
public class TaskAccess {
  private final ProjectAccess projects;
  private final TaskStore store;

  TaskAccess(ProjectAccess projects, TaskStore store) {
    this.projects = projects;
    this.store = store;
  }

  /**
   * The task, if the caller may see it; includes deleted tasks.
   *
   * @throws ApiException 404 when project or task is unknown, malformed or not visible to the
   *     caller
   */
  public Task visible(Caller caller, String projectId, String taskId) {
    return visible(caller, projects.visible(caller, projectId), taskId);
  }

  /** Like the method above, for a caller that may see the project. */
  public Task visible(Caller caller, Project project, String taskId) {
    return id(taskId)
        .filter(id -> !(caller instanceof JobCaller job) || job.taskId().equals(id.toString()))
        .flatMap(id -> store.findByIdAndProjectId(id, project.id()))
        .map(TaskRow::view)
        .orElseThrow(() -> ApiException.notFound("task", taskId));
  }

  /**
   * The task, when it takes jobs. Call it in the transaction that stores them: until that ends, the
   * task can neither be archived nor deleted.
   *
   * @throws ApiException 404 as for {@link #visible}; 409 when the task is not active
   */
  @Transactional
  public Task accepting(Caller caller, String projectId, String taskId) {
    Task task = visible(caller, projectId, taskId);
    LifecycleStatus status = store.keepActive(task.id());
    if (status != LifecycleStatus.ACTIVE) {
      throw ApiException.conflict("Task '%s' is %s and takes no jobs.".formatted(taskId, status));
    }
    return task;
  }

  private static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
