package org.openhtc.job.submission;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.body.Body;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.forecast.ExpectedNewJobs;
import org.openhtc.job.forecast.NewJobs;
import org.openhtc.job.forecast.StartForecasts;
import org.openhtc.job.queue.Demand;
import org.openhtc.project.Project;
import org.openhtc.project.ProjectAccess;
import org.openhtc.task.Task;
import org.openhtc.task.TaskAccess;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** What a submission would meet: the same checks, and expected starts, but nothing is stored. */
@ApiController
class SimulationController {
  private final ProjectAccess projects;
  private final TaskAccess tasks;
  private final ImagePinning images;
  private final StartForecasts forecasts;

  SimulationController(
      ProjectAccess projects, TaskAccess tasks, ImagePinning images, StartForecasts forecasts) {
    this.projects = projects;
    this.tasks = tasks;
    this.images = images;
    this.forecasts = forecasts;
  }

  @PostMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/simulate")
  List<SimulatedBatch> simulate(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      Body<List<@Nullable BatchRequest>> batches) {
    Project project = projects.visible(caller, projectId);
    Task task = tasks.visible(caller, project, taskId);
    List<CheckedBatch> checked =
        images.pin(project, JobSubmissionRules.check(batches.read(), project.regions()));
    List<ExpectedNewJobs> expected =
        forecasts.ofNew(checked.stream().map(batch -> newJobs(project, task, batch)).toList());
    List<SimulatedBatch> simulated = new ArrayList<>();
    for (int i = 0; i < checked.size(); i++) {
      simulated.add(SimulatedBatch.of(checked.get(i), expected.get(i)));
    }
    return simulated;
  }

  private static NewJobs newJobs(Project project, Task task, CheckedBatch batch) {
    JobDefinition definition = batch.definition();
    return new NewJobs(
        project.id(),
        project.workspaceId(),
        task.id(),
        definition.priority(),
        new Demand(
            definition.architecture(),
            definition.maxVCpus(),
            definition.maxMemory(),
            definition.maxDiskGiB()),
        batch.regions(),
        batch.size());
  }
}
