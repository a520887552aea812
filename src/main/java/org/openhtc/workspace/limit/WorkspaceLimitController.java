package org.openhtc.workspace.limit;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.openhtc.body.Body;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The limit of a workspace. Its users may read it; platform administrators set it. */
@ApiController
class WorkspaceLimitController {
  private static final String ADMIN = "/admin/workspaces/{workspaceId}/limit";

  private final WorkspaceLimits limits;

  WorkspaceLimitController(WorkspaceLimits limits) {
    this.limits = limits;
  }

  @GetMapping("/htc/workspaces/{workspaceId}/limits")
  WorkspaceLimit get(Caller caller, @PathVariable String workspaceId) {
    return limits.get(caller, workspaceId);
  }

  @PutMapping(ADMIN)
  WorkspaceLimit set(
      Caller caller, @PathVariable String workspaceId, Body<NewWorkspaceLimit> body) {
    caller.require(Role.PLATFORM_ADMIN);
    return limits.set(caller, workspaceId, body.read().vCPUs());
  }

  @DeleteMapping(ADMIN)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(Caller caller, @PathVariable String workspaceId) {
    limits.remove(caller, workspaceId);
  }

  record NewWorkspaceLimit(
      @NotNull(message = "is missing")
          @Min(value = 0, message = "must be 0 to 999999")
          @Max(value = 999_999, message = "must be 0 to 999999")
          Integer vCPUs) {}
}
