package org.openhtc.task;

import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.workspace.RetentionPolicy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code project_retention_policy}; nothing else writes it. */
@Component
class ProjectRetention {
  private static final String FIND =
      """
      SELECT archive_after, delete_after, created_at FROM project_retention_policy
      WHERE project_id = :project
      """;

  private static final String PUT =
      """
      INSERT INTO project_retention_policy (project_id, archive_after, delete_after, created_at)
      VALUES (:project, :archiveAfter, :deleteAfter, :createdAt)
      ON CONFLICT (project_id) DO UPDATE
      SET archive_after = excluded.archive_after, delete_after = excluded.delete_after,
          created_at = excluded.created_at
      """;

  private static final String REMOVE =
      """
      DELETE FROM project_retention_policy WHERE project_id = :project
      """;

  private final JdbcClient jdbc;

  ProjectRetention(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<RetentionPolicy> find(UUID projectId) {
    return jdbc.sql(FIND).param("project", projectId).query(RetentionPolicy::of).optional();
  }

  void put(UUID projectId, RetentionPolicy policy) {
    jdbc.sql(PUT)
        .param("project", projectId)
        .param("archiveAfter", policy.archiveAfter())
        .param("deleteAfter", policy.deleteAfter())
        .param("createdAt", policy.createdAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** False when there was none. */
  boolean remove(UUID projectId) {
    return jdbc.sql(REMOVE).param("project", projectId).update() > 0;
  }
}
