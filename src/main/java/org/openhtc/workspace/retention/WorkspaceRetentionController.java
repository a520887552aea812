package org.openhtc.workspace.retention;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.ErrorCode;
import org.openhtc.body.Body;
import org.openhtc.workspace.RetentionHours;
import org.openhtc.workspace.RetentionPolicy;
import org.openhtc.workspace.Workspace;
import org.openhtc.workspace.WorkspaceAccess;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * {@code /htc/workspaces/{workspaceId}/task-retention-policy}; only administrators may change it.
 */
@ApiController
class WorkspaceRetentionController {
  private static final String POLICY = "/htc/workspaces/{workspaceId}/task-retention-policy";

  private final WorkspaceAccess access;
  private final WorkspaceRetentionStore retention;
  private final Clock clock;

  WorkspaceRetentionController(
      WorkspaceAccess access, WorkspaceRetentionStore retention, Clock clock) {
    this.access = access;
    this.retention = retention;
    this.clock = clock;
  }

  @GetMapping(POLICY)
  WorkspaceRetentionView get(Caller caller, @PathVariable String workspaceId) {
    Workspace workspace = access.visible(caller, workspaceId);
    return retention
        .find(workspace.id())
        .map(policy -> WorkspaceRetentionView.of(workspace, policy))
        .orElseThrow(() -> notFound(workspace));
  }

  @PutMapping(POLICY)
  @ResponseStatus(HttpStatus.CREATED)
  WorkspaceRetentionView put(
      Caller caller, @PathVariable String workspaceId, Body<RetentionHours> hours) {
    Workspace workspace = access.administered(caller, workspaceId);
    RetentionPolicy policy = hours.read().from(clock.instant().truncatedTo(ChronoUnit.MICROS));
    retention.put(workspace.id(), policy);
    return WorkspaceRetentionView.of(workspace, policy);
  }

  private static ApiException notFound(Workspace workspace) {
    return new ApiException(
        ErrorCode.NOT_FOUND, "Workspace '%s' has no retention policy.".formatted(workspace.id()));
  }

  record WorkspaceRetentionView(
      String workspaceId, int archiveAfter, int deleteAfter, Instant createdAt) {
    static WorkspaceRetentionView of(Workspace workspace, RetentionPolicy policy) {
      return new WorkspaceRetentionView(
          workspace.id(), policy.archiveAfter(), policy.deleteAfter(), policy.createdAt());
    }
  }
}
