package org.openhtc.job.queue;

import java.util.Map;
import java.util.UUID;

/**
 * The most vCPUs that jobs may have in use at once. Who has no limit is absent.
 *
 * @param byProject the smallest of each project's own limits
 * @param byWorkspace the limit that all projects of a workspace share
 */
public record VcpuLimits(Map<UUID, Integer> byProject, Map<String, Integer> byWorkspace) {
  /** Nobody is limited. */
  public static final VcpuLimits NONE = new VcpuLimits(Map.of(), Map.of());

  public boolean limits(UUID project, String workspace) {
    return byProject.containsKey(project) || byWorkspace.containsKey(workspace);
  }

  public boolean isEmpty() {
    return byProject.isEmpty() && byWorkspace.isEmpty();
  }

  String[] projects() {
    return byProject.keySet().stream().map(UUID::toString).toArray(String[]::new);
  }

  String[] workspaces() {
    return byWorkspace.keySet().toArray(String[]::new);
  }
}
