package org.openhtc.job.queue;

import java.util.Map;
import java.util.UUID;
import org.openhtc.sql.SqlArrays;

/**
 * The maximum number of vCPUs that jobs may use at the same time. Projects and workspaces without a
 * limit are absent.
 *
 * @param byProject the smallest of the limits of each project
 * @param byWorkspace the limit that all projects of a workspace share
 */
public record VcpuLimits(Map<UUID, Integer> byProject, Map<String, Integer> byWorkspace) {
  /** No project or workspace has a limit. */
  public static final VcpuLimits NONE = new VcpuLimits(Map.of(), Map.of());

  /** Whether the project or its workspace has a limit. */
  public boolean limits(UUID project, String workspace) {
    return byProject.containsKey(project) || byWorkspace.containsKey(workspace);
  }

  /** Whether there is no limit at all. */
  public boolean isEmpty() {
    return byProject.isEmpty() && byWorkspace.isEmpty();
  }

  String[] projects() {
    return SqlArrays.uuids(byProject.keySet());
  }

  String[] workspaces() {
    return SqlArrays.texts(byWorkspace.keySet());
  }
}
