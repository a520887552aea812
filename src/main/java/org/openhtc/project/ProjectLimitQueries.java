package org.openhtc.project;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the limits of all projects at once: at every tick of the scheduler. */
@Repository
class ProjectLimitQueries {
  private static final String SMALLEST =
      "select project_id, min(vcpus) as vcpus from project_limit group by project_id";

  private final JdbcClient jdbc;

  ProjectLimitQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The smallest limit by project id; projects without a limit are absent. */
  Map<UUID, Integer> smallest() {
    Map<UUID, Integer> limits = new HashMap<>();
    jdbc.sql(SMALLEST)
        .query(row -> {
          limits.put(row.getObject("project_id", UUID.class), row.getInt("vcpus"));
        });
    return limits;
  }
}
