package org.openhtc.job.statistics;

import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.task.TaskAccess;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** How long the jobs of a task waited and ran. */
@ApiController
class DurationController {
  private final TaskAccess tasks;
  private final DurationQueries durations;

  DurationController(TaskAccess tasks, DurationQueries durations) {
    this.tasks = tasks;
    this.durations = durations;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/durations")
  Durations ofTask(Caller caller, @PathVariable String projectId, @PathVariable String taskId) {
    return durations.ofTask(tasks.visible(caller, projectId, taskId).id());
  }
}
