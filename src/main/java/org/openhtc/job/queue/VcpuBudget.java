package org.openhtc.job.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What projects and workspaces may still take of their vCPU limits, counted down while jobs are
 * given room. Not for several threads.
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

  /** vCPUs that the project has in use, with those taken here. */
  public long usedBy(UUID project) {
    return byProject.getOrDefault(project, 0L);
  }

  /** Whether so many more vCPUs are within the limits. */
  public boolean allows(UUID project, String workspace, long vcpus) {
    return refusal(project, workspace, vcpus).isEmpty();
  }

  public void take(UUID project, String workspace, long vcpus) {
    byProject.merge(project, vcpus, Long::sum);
    byWorkspace.merge(workspace, vcpus, Long::sum);
  }

  /**
   * Keeps so many vCPUs of the limits from whoever asks later, for a job that waits for them; none
   * for a job that is larger than a limit, for it would wait for ever. Of its workspace's no more
   * than its project may use: what its project has in use must end first, and counts then.
   */
  public void reserve(UUID project, String workspace, long vcpus) {
    if (!limits.limits(project, workspace) || isLargerThanALimit(project, workspace, vcpus)) {
      return;
    }
    Integer own = limits.byProject().get(project);
    take(project, workspace, own == null ? vcpus : Math.clamp(own - usedBy(project), 0, vcpus));
  }

  private boolean isLargerThanALimit(UUID project, String workspace, long vcpus) {
    return over("project", limits.byProject().get(project), vcpus).isPresent()
        || over("workspace", limits.byWorkspace().get(workspace), vcpus).isPresent();
  }

  /** Why so many more vCPUs can't be had now, in a sentence for who waits; empty when they can. */
  public Optional<String> refusal(UUID project, String workspace, long vcpus) {
    long usedByWorkspace = byWorkspace.getOrDefault(workspace, 0L);
    return over("project", limits.byProject().get(project), usedBy(project) + vcpus)
        .or(() -> over("workspace", limits.byWorkspace().get(workspace), usedByWorkspace + vcpus));
  }

  private static Optional<String> over(String whose, @Nullable Integer limit, long vcpus) {
    return limit == null || vcpus <= limit
        ? Optional.empty()
        : Optional.of("Held by the %s's limit of %d vCPUs".formatted(whose, limit));
  }
}
