package org.openhtc.task;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;
import org.openhtc.body.Body;
import org.openhtc.project.Project;
import org.openhtc.project.ProjectAccess;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /htc/projects/{projectId}/tasks}; any user of the project's workspace may use all
 * operations.
 */
@ApiController
class TaskController {
  private static final String TASKS = "/htc/projects/{projectId}/tasks";
  private static final String TASK = TASKS + "/{taskId}";

  private final Tasks tasks;
  private final TaskAccess access;
  private final ProjectAccess projects;

  TaskController(Tasks tasks, TaskAccess access, ProjectAccess projects) {
    this.tasks = tasks;
    this.access = access;
    this.projects = projects;
  }

  @PostMapping(TASKS)
  TaskView create(Caller caller, @PathVariable String projectId, Body<NewTask> task) {
    Project project = projects.visible(caller, projectId);
    return TaskView.of(tasks.create(project, task.read(), caller.userId()));
  }

  @GetMapping(TASKS)
  Page<TaskView> list(
      Caller caller,
      @PathVariable String projectId,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    Project project = projects.visible(caller, projectId);
    return Page.of(
        tasks.page(project.id(), page), page, task -> PageCursor.of(task.id()), TaskView::of);
  }

  @GetMapping(TASK)
  TaskView get(Caller caller, @PathVariable String projectId, @PathVariable String taskId) {
    return view(access.visible(caller, projectId, taskId));
  }

  @PatchMapping(TASK)
  TaskView move(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      Body<Update> update) {
    Task task = access.visible(caller, projectId, taskId);
    return view(tasks.move(task.id(), update.read().lifecycleStatus()));
  }

  @DeleteMapping(TASK)
  TaskView delete(Caller caller, @PathVariable String projectId, @PathVariable String taskId) {
    Task task = access.visible(caller, projectId, taskId);
    return view(tasks.move(task.id(), LifecycleStatus.DELETED));
  }

  private TaskView view(Task task) {
    return TaskView.of(tasks.withEnds(List.of(task)).getFirst());
  }

  record Update(@NotNull(message = "is missing") LifecycleStatus lifecycleStatus) {}

  record TaskView(
      UUID projectId,
      UUID taskId,
      String taskName,
      String taskDescription,
      String createdBy,
      Instant createdAt,
      Instant lastActiveAt,
      @Nullable Instant archivedAt,
      @Nullable Instant deletedAt,
      String workspaceId,
      String taskFolderPath,
      LifecycleStatus lifecycleStatus) {

    static TaskView of(Task task) {
      return new TaskView(
          task.projectId(),
          task.id(),
          task.name(),
          task.description(),
          task.createdBy(),
          task.createdAt(),
          task.lastActiveAt(),
          task.archivedAt(),
          task.deletedAt(),
          task.workspaceId(),
          task.folderPath(),
          task.lifecycleStatus());
    }
  }
}
