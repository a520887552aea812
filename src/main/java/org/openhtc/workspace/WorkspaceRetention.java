package org.openhtc.workspace;

import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The only writer of table {@code workspace_retention_policy}. */
@Component
class WorkspaceRetention {
  private static final String FIND =
      """
      SELECT archive_after, delete_after, created_at FROM workspace_retention_policy
      WHERE workspace_id = :workspace
      """;

  private static final String PUT =
      """
      INSERT INTO workspace_retention_policy (workspace_id, archive_after, delete_after, created_at)
      VALUES (:workspace, :archiveAfter, :deleteAfter, :createdAt)
      ON CONFLICT (workspace_id) DO UPDATE
      SET archive_after = excluded.archive_after, delete_after = excluded.delete_after,
          created_at = excluded.created_at
      """;

  private final JdbcClient jdbc;

  WorkspaceRetention(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<RetentionPolicy> find(String workspaceId) {
    return jdbc.sql(FIND).param("workspace", workspaceId).query(RetentionPolicy::of).optional();
  }

  void put(String workspaceId, RetentionPolicy policy) {
    jdbc.sql(PUT)
        .param("workspace", workspaceId)
        .param("archiveAfter", policy.archiveAfter())
        .param("deleteAfter", policy.deleteAfter())
        .param("createdAt", policy.createdAt().atOffset(ZoneOffset.UTC))
        .update();
  }
}
