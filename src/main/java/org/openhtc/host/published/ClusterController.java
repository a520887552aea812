package org.openhtc.host.published;

import java.util.List;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.openhtc.host.Hosts;
import org.openhtc.workspace.WorkspaceAccess;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * {@code /htc/gcp/clusters/{workspaceId}}: the path is that of the published API; the clusters are
 * those of all regions, not only of GCP.
 */
@ApiController
class ClusterController {
  private final WorkspaceAccess access;
  private final Hosts hosts;

  ClusterController(WorkspaceAccess access, Hosts hosts) {
    this.access = access;
    this.hosts = hosts;
  }

  @GetMapping("/htc/gcp/clusters/{workspaceId}")
  ClusterList list(Caller caller, @PathVariable String workspaceId) {
    access.visible(caller, workspaceId);
    return new ClusterList(Cluster.of(hosts.all(), caller.role().atLeast(Role.PLATFORM_ADMIN)));
  }

  record ClusterList(List<Cluster> clusters) {}
}
