package org.openhtc.job.statistics;

import java.util.List;
import java.util.UUID;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.task.TaskAccess;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The failed jobs of a task by cause. */
@ApiController
class FailureController {
  /**
   * More causes than this are of no use to a reader; the causes with the fewest jobs are left out.
   */
  private static final int MOST_CAUSES = 100;

  private final TaskAccess tasks;
  private final FailureQueries failures;

  FailureController(TaskAccess tasks, FailureQueries failures) {
    this.tasks = tasks;
    this.failures = failures;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/failures")
  Failures list(Caller caller, @PathVariable String projectId, @PathVariable String taskId) {
    UUID task = tasks.visible(caller, projectId, taskId).id();
    return new Failures(failures.ofTask(task, MOST_CAUSES));
  }

  record Failures(List<FailureGroup> items) {}
}
