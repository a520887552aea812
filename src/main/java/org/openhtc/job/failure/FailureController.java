package org.openhtc.job.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.task.TaskAccess;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The failed jobs of a task by cause, with examples. */
@ApiController
class FailureController {
  /**
   * More causes than this are of no use to a reader; the causes with the fewest jobs are left out.
   */
  private static final int MOST_CAUSES = 100;

  /** So many of the causes get more than one example: each costs a statement. */
  private static final int MOST_WITH_EXAMPLES = 10;

  /** Enough to see whether the logs of a cause have different ends. */
  private static final int MOST_EXAMPLES = 8;

  private final TaskAccess tasks;
  private final FailureQueries failures;
  private final ExampleQueries examples;

  FailureController(TaskAccess tasks, FailureQueries failures, ExampleQueries examples) {
    this.tasks = tasks;
    this.failures = failures;
    this.examples = examples;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/failures")
  Failures list(Caller caller, @PathVariable String projectId, @PathVariable String taskId) {
    UUID task = tasks.visible(caller, projectId, taskId).id();
    List<FailureGroup> causes = new ArrayList<>(failures.ofTask(task, MOST_CAUSES));
    causes
        .subList(0, Math.min(causes.size(), MOST_WITH_EXAMPLES))
        .replaceAll(cause -> cause.with(examples.ofCause(task, cause, MOST_EXAMPLES)));
    return new Failures(causes);
  }

  record Failures(List<FailureGroup> items) {}
}
