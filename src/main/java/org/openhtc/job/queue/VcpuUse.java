package org.openhtc.job.queue;

import java.util.Map;
import java.util.UUID;

/** The vCPUs of jobs that are placed, in all regions. Who has none is absent. */
public record VcpuUse(Map<UUID, Long> byProject, Map<String, Long> byWorkspace) {
  /** Nobody uses any. */
  public static final VcpuUse NONE = new VcpuUse(Map.of(), Map.of());
}
