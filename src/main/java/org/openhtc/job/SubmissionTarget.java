package org.openhtc.job;

import java.time.Instant;
import java.util.List;
import org.openhtc.api.Caller;
import org.openhtc.project.ProjectAccess;
import org.openhtc.region.RegionName;
import org.openhtc.task.Task;
import org.openhtc.task.TaskAccess;
import org.openhtc.task.Tasks;
import org.springframework.stereotype.Component;

/** The task that a submission goes to, and the regions it may name. */
@Component
class SubmissionTarget {
  private final ProjectAccess projects;
  private final TaskAccess access;
  private final Tasks tasks;

  SubmissionTarget(ProjectAccess projects, TaskAccess access, Tasks tasks) {
    this.projects = projects;
    this.access = access;
    this.tasks = tasks;
  }

  /** The project's regions, when the caller may see the task. */
  List<RegionName> regions(Caller caller, String projectId, String taskId) {
    access.visible(caller, projectId, taskId);
    return projects.visible(caller, projectId).regions();
  }

  /** Inside the transaction that stores the jobs: the task stays active until it ends. */
  Task accepting(Caller caller, String projectId, String taskId, Instant now) {
    Task task = access.accepting(caller, projectId, taskId);
    tasks.touch(task.id(), now);
    return task;
  }
}
