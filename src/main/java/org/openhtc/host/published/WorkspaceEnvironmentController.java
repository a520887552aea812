package org.openhtc.host.published;

import java.util.List;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.workspace.WorkspaceAccess;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /htc/workspaces/{workspaceId}/dimensions}: the same for all workspaces. */
@ApiController
class WorkspaceEnvironmentController {
  private final WorkspaceAccess access;
  private final ComputeEnvironments environments;

  WorkspaceEnvironmentController(WorkspaceAccess access, ComputeEnvironments environments) {
    this.access = access;
    this.environments = environments;
  }

  @GetMapping("/htc/workspaces/{workspaceId}/dimensions")
  List<ComputeEnvironment> list(Caller caller, @PathVariable String workspaceId) {
    access.visible(caller, workspaceId);
    return environments.all();
  }
}
