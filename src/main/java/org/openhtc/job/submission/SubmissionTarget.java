package org.openhtc.job.submission;

import java.time.Instant;
import java.util.List;
import org.openhtc.api.Caller;
import org.openhtc.project.Project;
import org.openhtc.project.ProjectAccess;
import org.openhtc.task.Task;
import org.openhtc.task.TaskAccess;
import org.openhtc.task.Tasks;
import org.springframework.stereotype.Component;

/** The task that a submission goes to, with what its project lets it name. */
@Component
class SubmissionTarget {
  private final ProjectAccess projects;
  private final TaskAccess access;
  private final Tasks tasks;
  private final ImagePinning images;

  SubmissionTarget(ProjectAccess projects, TaskAccess access, Tasks tasks, ImagePinning images) {
    this.projects = projects;
    this.access = access;
    this.tasks = tasks;
    this.images = images;
  }

  /** The project, when the caller may see the task. */
  Project project(Caller caller, String projectId, String taskId) {
    access.visible(caller, projectId, taskId);
    return projects.visible(caller, projectId);
  }

  /** The batches with what their images' names stand for now. */
  List<JobSubmissionRules.Checked> withImages(
      Project project, List<JobSubmissionRules.Checked> batches) {
    return images.pin(project, batches);
  }

  /** Inside the transaction that stores the jobs: the task stays active until it ends. */
  Task accepting(Caller caller, String projectId, String taskId, Instant now) {
    Task task = access.accepting(caller, projectId, taskId);
    tasks.touch(task.id(), now);
    return task;
  }
}
