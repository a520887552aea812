package org.openhtc.job.statistics;

import java.util.List;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.project.ProjectAccess;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Job counts of all tasks of a project in one response, so that a list of tasks needs one request.
 */
@ApiController
class ProjectTasksController {
  private final ProjectAccess projects;
  private final JobStatisticsQueries statistics;

  ProjectTasksController(ProjectAccess projects, JobStatisticsQueries statistics) {
    this.projects = projects;
    this.statistics = statistics;
  }

  @GetMapping("/htc/projects/{projectId}/task-summary-statistics")
  Summaries list(Caller caller, @PathVariable String projectId) {
    return new Summaries(statistics.byTask(projects.visible(caller, projectId).id()));
  }

  record Summaries(List<TaskCounts> items) {}
}
