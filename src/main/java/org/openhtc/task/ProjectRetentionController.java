package org.openhtc.task;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.ErrorCode;
import org.openhtc.body.Body;
import org.openhtc.project.Project;
import org.openhtc.project.ProjectAccess;
import org.openhtc.workspace.RetentionHours;
import org.openhtc.workspace.RetentionPolicy;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;

/** {@code /htc/projects/{projectId}/task-retention-policy}; only administrators change it. */
@ApiController
class ProjectRetentionController {
  private static final String POLICY = "/htc/projects/{projectId}/task-retention-policy";

  private final ProjectAccess access;
  private final ProjectRetentionStore retention;
  private final Clock clock;

  ProjectRetentionController(ProjectAccess access, ProjectRetentionStore retention, Clock clock) {
    this.access = access;
    this.retention = retention;
    this.clock = clock;
  }

  @GetMapping(POLICY)
  ProjectRetentionView get(Caller caller, @PathVariable String projectId) {
    Project project = access.visible(caller, projectId);
    return retention
        .find(project.id())
        .map(policy -> ProjectRetentionView.of(project, policy))
        .orElseThrow(() -> none(project));
  }

  @PutMapping(POLICY)
  @ResponseStatus(HttpStatus.CREATED)
  ProjectRetentionView put(
      Caller caller, @PathVariable String projectId, Body<RetentionHours> hours) {
    Project project = access.administered(caller, projectId);
    RetentionPolicy policy = hours.read().from(clock.instant().truncatedTo(ChronoUnit.MICROS));
    retention.put(project.id(), policy);
    return ProjectRetentionView.of(project, policy);
  }

  @DeleteMapping(POLICY)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(Caller caller, @PathVariable String projectId) {
    Project project = access.administered(caller, projectId);
    if (!retention.remove(project.id())) {
      throw none(project);
    }
  }

  private static ApiException none(Project project) {
    return new ApiException(
        ErrorCode.NOT_FOUND,
        "Project '%s' has no retention policy of its own; its workspace's counts, if there is one."
            .formatted(project.id()));
  }

  record ProjectRetentionView(
      UUID projectId, int archiveAfter, int deleteAfter, Instant createdAt) {
    static ProjectRetentionView of(Project project, RetentionPolicy policy) {
      return new ProjectRetentionView(
          project.id(), policy.archiveAfter(), policy.deleteAfter(), policy.createdAt());
    }
  }
}
