package org.openhtc.job.forecast;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.StartDelays;
import org.openhtc.job.query.JobAccess;
import org.openhtc.job.query.JobRow;
import org.openhtc.task.TaskAccess;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Why jobs wait, and when they are expected to start. */
@ApiController
class WhyController {
  private final JobAccess jobs;
  private final TaskAccess tasks;
  private final WaitingClassQueries classes;
  private final StartForecasts forecasts;
  private final StartDelays delays;

  WhyController(
      JobAccess jobs,
      TaskAccess tasks,
      WaitingClassQueries classes,
      StartForecasts forecasts,
      StartDelays delays) {
    this.jobs = jobs;
    this.tasks = tasks;
    this.classes = classes;
    this.forecasts = forecasts;
    this.delays = delays;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/{jobId}/why")
  WhyView ofJob(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @PathVariable String jobId) {
    JobRow job = jobs.visible(caller, projectId, taskId, jobId);
    boolean isWaiting = !job.status().isTerminal() && !job.status().isOnHost();
    Optional<ExpectedStart> start = isWaiting ? forecasts.ofJob(job.id()) : Optional.empty();
    return WhyView.of(job, startDelay(job).orElse(job.statusReason()), start);
  }

  private Optional<String> startDelay(JobRow job) {
    String host = job.host();
    return job.status() == JobStatus.STARTING && host != null
        ? delays.reason(job.id(), job.attempt(), host)
        : Optional.empty();
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/why")
  Waiting ofTask(Caller caller, @PathVariable String projectId, @PathVariable String taskId) {
    UUID task = tasks.visible(caller, projectId, taskId).id();
    return new Waiting(
        classes.ofTask(task).stream()
            .map(waiting ->
                waiting.with(
                    forecasts.ofBatch(waiting.firstBatch()),
                    forecasts.ofBatch(waiting.lastBatch())))
            .toList());
  }

  record Waiting(List<WaitingInTask.View> items) {}
}
