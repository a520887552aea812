package org.openhtc.scheduling;

import org.openhtc.job.VcpuLimits;
import org.openhtc.project.ProjectLimits;
import org.openhtc.workspace.WorkspaceLimits;
import org.springframework.stereotype.Component;

/** The vCPU limits that stand now, of projects and of workspaces. */
@Component
class AdmissionLimits {
  private final ProjectLimits projects;
  private final WorkspaceLimits workspaces;

  AdmissionLimits(ProjectLimits projects, WorkspaceLimits workspaces) {
    this.projects = projects;
    this.workspaces = workspaces;
  }

  VcpuLimits now() {
    return new VcpuLimits(projects.vcpus(), workspaces.vcpus());
  }
}
