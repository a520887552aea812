package org.openhtc.job.queue;

import java.util.Map;
import java.util.UUID;

/** The vCPUs of placed jobs, in all regions. Projects and workspaces that use none are absent. */
public record VcpuUse(Map<UUID, Long> byProject, Map<String, Long> byWorkspace) {
  /** No vCPUs are in use. */
  public static final VcpuUse NONE = new VcpuUse(Map.of(), Map.of());
}
