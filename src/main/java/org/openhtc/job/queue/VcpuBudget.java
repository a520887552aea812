package org.openhtc.job.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What projects and workspaces may still use under their vCPU limits, counted down while jobs are
 * admitted or placed. Not thread-safe.
 */
public final class VcpuBudget {
  private final VcpuLimits limits;
  private final Map<UUID, Long> byProject;
  private final Map<String, Long> byWorkspace;

  public VcpuBudget(VcpuLimits limits, VcpuUse use) {
    this.limits = limits;
    this.byProject = new HashMap<>(use.byProject());
    this.byWorkspace = new HashMap<>(use.byWorkspace());
  }

  /** The vCPUs that the project uses, including those taken from this budget. */
  public long usedBy(UUID project) {
    return byProject.getOrDefault(project, 0L);
  }

  /** Whether {@code vcpus} more are within the limits. */
  public boolean allows(UUID project, String workspace, long vcpus) {
    Integer own = limits.byProject().get(project);
    Integer shared = limits.byWorkspace().get(workspace);
    return (own == null || usedBy(project) + vcpus <= own)
        && (shared == null || usedByWorkspace(workspace) + vcpus <= shared);
  }

  private long usedByWorkspace(String workspace) {
    return byWorkspace.getOrDefault(workspace, 0L);
  }

  /** Counts vCPUs as used. */
  public void take(UUID project, String workspace, long vcpus) {
    byProject.merge(project, vcpus, Long::sum);
    byWorkspace.merge(workspace, vcpus, Long::sum);
  }

  /**
   * Reserves vCPUs for a job that waits for them, so that later jobs can't use them. Reserves none
   * for a job that is larger than a limit, because that job can never be placed. Reserves at most
   * what the project's own limit leaves: the job can use the rest only after jobs of its project
   * have ended, and their vCPUs are free again then.
   *
   * @return false if the job is larger than a limit
   */
  public boolean reserve(UUID project, String workspace, long vcpus) {
    if (isLargerThanALimit(project, workspace, vcpus)) {
      return false;
    }
    if (limits.limits(project, workspace)) {
      Integer own = limits.byProject().get(project);
      take(project, workspace, own == null ? vcpus : Math.clamp(own - usedBy(project), 0, vcpus));
    }
    return true;
  }

  private boolean isLargerThanALimit(UUID project, String workspace, long vcpus) {
    return exceeded("project", limits.byProject().get(project), vcpus).isPresent()
        || exceeded("workspace", limits.byWorkspace().get(workspace), vcpus).isPresent();
  }

  /** The limit that {@code vcpus} more exceed, as a reason for waiting jobs; empty if none. */
  public Optional<String> refusal(UUID project, String workspace, long vcpus) {
    return exceeded("project", limits.byProject().get(project), usedBy(project) + vcpus)
        .or(() ->
            exceeded(
                "workspace",
                limits.byWorkspace().get(workspace),
                usedByWorkspace(workspace) + vcpus));
  }

  private static Optional<String> exceeded(String owner, @Nullable Integer limit, long vcpus) {
    return limit == null || vcpus <= limit
        ? Optional.empty()
        : Optional.of("Held by the %s's limit of %d vCPUs".formatted(owner, limit));
  }
}
