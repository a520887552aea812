package org.openhtc.storage.endpoint;

import java.util.List;
import java.util.UUID;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Caller.JobCaller;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.project.Project;
import org.openhtc.project.ProjectAccess;
import org.openhtc.storage.AttemptActivity;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.Folders;
import org.openhtc.storage.GrantOwner;
import org.openhtc.storage.JobAttempt;
import org.openhtc.task.LifecycleStatus;
import org.openhtc.task.Task;
import org.openhtc.task.TaskAccess;
import org.springframework.stereotype.Component;

/** Decides which callers have access to which folders. */
@Component
class StorageAccess {
  private final ProjectAccess projects;
  private final TaskAccess tasks;
  private final AttemptActivity attempts;

  StorageAccess(ProjectAccess projects, TaskAccess tasks, AttemptActivity attempts) {
    this.projects = projects;
    this.tasks = tasks;
    this.attempts = attempts;
  }

  /**
   * Users may write the shared folder of a project, jobs may only read it.
   *
   * @throws ApiException 404 when the caller cannot see the project; 403 when the job's attempt has
   *     ended
   */
  FolderAccess project(Caller caller, String projectId) {
    Project project = projects.visible(caller, projectId);
    String folder = Folders.shared(project.id());
    return switch (caller) {
      case UserCaller user ->
          new FolderAccess(
              project,
              null,
              new GrantOwner.OfProject(user.userId()),
              FolderGrant.writing(folder),
              List.of());
      case JobCaller job ->
          new FolderAccess(
              project, null, attempt(job, project), FolderGrant.reading(folder), List.of());
    };
  }

  /**
   * Users and the task's own jobs may write the task's folder and read the project's.
   *
   * @throws ApiException 404 when the caller cannot see the task; 409 when it is deleted; 403 when
   *     the job's attempt has ended
   */
  FolderAccess task(Caller caller, String projectId, String taskId) {
    Project project = projects.visible(caller, projectId);
    Task task = tasks.visible(caller, projectId, taskId);
    if (task.lifecycleStatus() == LifecycleStatus.DELETED) {
      throw ApiException.conflict("Task '%s' and its storage are deleted.".formatted(taskId));
    }
    GrantOwner owner =
        switch (caller) {
          case UserCaller user -> new GrantOwner.OfTask(task.id(), user.userId());
          case JobCaller job -> attempt(job, project);
        };
    return new FolderAccess(
        project,
        task,
        owner,
        FolderGrant.writing(Folders.task(project.id(), task.id())),
        List.of(FolderGrant.reading(Folders.shared(project.id()))));
  }

  /** A job's token is valid for longer than its attempt runs: after that it gets no credentials. */
  private GrantOwner attempt(JobCaller job, Project project) {
    JobAttempt attempt =
        new JobAttempt(project.id(), UUID.fromString(job.taskId()), job.jobId(), job.attempt());
    if (attempts.onHost(attempt.batchId(), attempt.index(), attempt.attempt()).isEmpty()) {
      throw ApiException.forbidden(
          "Attempt %d of job '%s' has ended.".formatted(job.attempt(), job.jobId()));
    }
    return new GrantOwner.OfAttempt(attempt);
  }
}
