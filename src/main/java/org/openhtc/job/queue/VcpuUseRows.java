package org.openhtc.job.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads rows with the columns {@code project_id}, {@code workspace_id} and {@code vcpus}. */
final class VcpuUseRows {
  private VcpuUseRows() {}

  static VcpuUse read(JdbcClient.StatementSpec query) {
    Map<UUID, Long> byProject = new HashMap<>();
    Map<String, Long> byWorkspace = new HashMap<>();
    query.query(row -> {
      long vcpus = row.getLong("vcpus");
      byProject.merge(row.getObject("project_id", UUID.class), vcpus, Long::sum);
      byWorkspace.merge(row.getString("workspace_id"), vcpus, Long::sum);
    });
    return new VcpuUse(byProject, byWorkspace);
  }
}
