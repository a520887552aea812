package org.openhtc.job.advice;

import java.util.List;
import java.util.UUID;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.task.TaskAccess;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What the jobs of a task should request. */
@ApiController
class AdviceController {
  private final TaskAccess tasks;
  private final MeasuredUseQueries queries;

  AdviceController(TaskAccess tasks, MeasuredUseQueries queries) {
    this.tasks = tasks;
    this.queries = queries;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/advice")
  AdviceList list(Caller caller, @PathVariable String projectId, @PathVariable String taskId) {
    UUID task = tasks.visible(caller, projectId, taskId).id();
    return new AdviceList(queries.ofTask(task).stream().map(Advice::of).toList());
  }

  record AdviceList(List<Advice> items) {}
}
