package org.openhtc.job;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.project.ProjectAccess;
import org.openhtc.task.Task;
import org.openhtc.task.TaskAccess;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

@ApiController
class JobSubmissionController {
  private final ProjectAccess projects;
  private final TaskAccess tasks;
  private final JobSubmission submission;

  JobSubmissionController(ProjectAccess projects, TaskAccess tasks, JobSubmission submission) {
    this.projects = projects;
    this.tasks = tasks;
    this.submission = submission;
  }

  @PostMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/batch")
  List<SubmittedBatch> submit(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam(required = false) @Nullable String group,
      @RequestBody List<@Nullable BatchRequest> batches) {
    Task task = tasks.accepting(caller, projectId, taskId);
    return submission.submit(
        caller,
        task,
        projects.visible(caller, projectId).regions(),
        JobSubmissionRules.group(group),
        batches);
  }
}
