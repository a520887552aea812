package org.openhtc.scheduling;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.openhtc.host.Host;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.project.ProjectDimensions;
import org.openhtc.project.ProjectLimits;
import org.openhtc.scheduling.plan.AllowedHosts;
import org.openhtc.workspace.limit.WorkspaceLimits;
import org.springframework.stereotype.Component;

/** What projects and workspaces may use: how many vCPUs, and which hosts. */
@Component
class AdmissionLimits {
  private final ProjectLimits projects;
  private final WorkspaceLimits workspaces;
  private final ProjectDimensions dimensions;

  AdmissionLimits(
      ProjectLimits projects, WorkspaceLimits workspaces, ProjectDimensions dimensions) {
    this.projects = projects;
    this.workspaces = workspaces;
    this.dimensions = dimensions;
  }

  VcpuLimits now() {
    return new VcpuLimits(projects.vcpus(), workspaces.vcpus());
  }

  AllowedHosts allowed(Collection<Host> hosts, Set<UUID> waiting) {
    return waiting.isEmpty() ? AllowedHosts.ALL : new AllowedHosts(hosts, dimensions.of(waiting));
  }
}
