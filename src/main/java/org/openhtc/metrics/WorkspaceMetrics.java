package org.openhtc.metrics;

import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import org.openhtc.job.statistics.JobMetricsQueries;
import org.openhtc.job.statistics.ProjectFigures;
import org.springframework.stereotype.Component;

/** Metrics for the users of a workspace: its projects and jobs, and none of other workspaces. */
@Component
class WorkspaceMetrics {
  private final JobMetricsQueries jobMetrics;

  WorkspaceMetrics(JobMetricsQueries jobMetrics) {
    this.jobMetrics = jobMetrics;
  }

  List<MetricSnapshot> of(String workspaceId) {
    List<ProjectFigures> projects = jobMetrics.ofProjects(workspaceId);
    return List.of(
        names(projects),
        jobs(projects),
        batches(projects),
        vcpusInUse(projects),
        onHosts(workspaceId));
  }

  /** A separate metric, because the labels of the others are ids: names are not unique. */
  private static MetricSnapshot names(List<ProjectFigures> projects) {
    InfoSnapshot.Builder names =
        InfoSnapshot.builder().name("openhtc_project").help("Name of each project; always 1.");
    for (ProjectFigures project : projects) {
      names.dataPoint(
          InfoDataPointSnapshot.builder()
              .labels(Labels.of("project", id(project), "name", project.name()))
              .build());
    }
    return names.build();
  }

  private static MetricSnapshot jobs(List<ProjectFigures> projects) {
    Gauge jobs =
        new Gauge(
            "openhtc_jobs",
            "Live and ended jobs by status; purged jobs are not counted.",
            "project",
            "status");
    for (ProjectFigures project : projects) {
      project.jobs().forEach((status, count) -> jobs.set(count, id(project), status));
    }
    return jobs.snapshot();
  }

  private static MetricSnapshot batches(List<ProjectFigures> projects) {
    Gauge batches =
        new Gauge(
            "openhtc_batches", "Batches with live jobs and ended batches.", "project", "state");
    for (ProjectFigures project : projects) {
      batches.set(project.liveBatches(), id(project), "live");
      batches.set(project.endedBatches(), id(project), "ended");
    }
    return batches.snapshot();
  }

  private static MetricSnapshot vcpusInUse(List<ProjectFigures> projects) {
    Gauge vcpus = new Gauge("openhtc_vcpus_in_use", "vCPUs of jobs on hosts.", "project");
    projects.forEach(project -> vcpus.set(project.vcpusInUse(), id(project)));
    return vcpus.snapshot();
  }

  private MetricSnapshot onHosts(String workspaceId) {
    Gauge jobs = new Gauge("openhtc_jobs_on_hosts", "Jobs on hosts by region.", "region", "status");
    jobMetrics
        .onHosts(workspaceId)
        .forEach(figure -> jobs.set(figure.jobs(), figure.region(), figure.status()));
    return jobs.snapshot();
  }

  private static String id(ProjectFigures project) {
    return project.projectId().toString();
  }
}
