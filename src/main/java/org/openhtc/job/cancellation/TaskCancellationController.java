package org.openhtc.job.cancellation;

import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.job.GroupName;
import org.openhtc.task.TaskAccess;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@ApiController
class TaskCancellationController {
  private final TaskAccess tasks;
  private final Cancellation cancellation;

  TaskCancellationController(TaskAccess tasks, Cancellation cancellation) {
    this.tasks = tasks;
    this.cancellation = cancellation;
  }

  @PostMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/cancel")
  void cancel(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam(required = false) @Nullable String group) {
    cancellation.cancel(
        tasks.visible(caller, projectId, taskId).id(), GroupName.checkedNotEmpty(group));
  }
}
