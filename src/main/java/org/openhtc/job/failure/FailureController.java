package org.openhtc.job.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.task.TaskAccess;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The failed jobs of a task by cause, with the ends of their logs. */
@ApiController
class FailureController {
  /**
   * More causes than this are of no use to a reader; the causes with the fewest jobs are left out.
   */
  private static final int MOST_CAUSES = 100;

  /** So many of the causes get the last lines of their logs: each costs some reads. */
  private static final int MOST_WITH_LINES = 10;

  private final TaskAccess tasks;
  private final FailureQueries failures;
  private final LastLines lines;

  FailureController(TaskAccess tasks, FailureQueries failures, LastLines lines) {
    this.tasks = tasks;
    this.failures = failures;
    this.lines = lines;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/failures")
  Failures list(Caller caller, @PathVariable String projectId, @PathVariable String taskId) {
    UUID task = tasks.visible(caller, projectId, taskId).id();
    List<FailureGroup> causes = new ArrayList<>(failures.ofTask(task, MOST_CAUSES));
    causes
        .subList(0, Math.min(causes.size(), MOST_WITH_LINES))
        .replaceAll(cause -> cause.with(lines.of(task, cause)));
    return new Failures(causes);
  }

  record Failures(List<FailureGroup> items) {}
}
