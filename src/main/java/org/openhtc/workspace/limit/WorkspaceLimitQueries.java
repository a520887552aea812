package org.openhtc.workspace.limit;

import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the limits of all workspaces at once: at every tick of the scheduler. */
@Repository
class WorkspaceLimitQueries {
  private static final String ALL = "select workspace_id, vcpus from workspace_limit";

  private final JdbcClient jdbc;

  WorkspaceLimitQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The vCPU limits by workspace id; workspaces without a limit are absent. */
  Map<String, Integer> all() {
    Map<String, Integer> limits = new HashMap<>();
    jdbc.sql(ALL)
        .query(row -> {
          limits.put(row.getString("workspace_id"), row.getInt("vcpus"));
        });
    return limits;
  }
}
