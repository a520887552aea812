package org.openhtc.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The only writer of table {@code audit_entry}. An entry is committed before its change, so that no
 * entry is missing if the service is killed in between. Its commit does not wait for the disk
 * ({@code synchronous_commit} off): PostgreSQL writes its log in order, so the later commit of the
 * change also flushes the entry.
 */
@Component
class AuditWriter {
  private static final Logger log = LoggerFactory.getLogger(AuditWriter.class);

  private static final int REMOVAL_BATCH = 10_000;

  private static final String BEGIN =
      """
      INSERT INTO audit_entry (at, user_id, email, role, job_id, workspace_id, organization_code,
        project_id, method, path, request_id, client_address)
      VALUES (:at, :user, :email, :role, :job, :workspace, :organization,
        :project, :method, :path, :request, :address)
      RETURNING id, set_config('synchronous_commit', 'off', true)
      """;

  private static final String COMPLETE =
      """
      UPDATE audit_entry SET status = :status, operation = :operation WHERE id = :id
      RETURNING set_config('synchronous_commit', 'off', true)
      """;

  private static final String DISCARD =
      """
      DELETE FROM audit_entry WHERE id = :id
      RETURNING set_config('synchronous_commit', 'off', true)
      """;

  private static final String REMOVE =
      """
      DELETE FROM audit_entry WHERE id IN
        (SELECT id FROM audit_entry WHERE at < :before ORDER BY at LIMIT :limit)
      """;

  private static final String REMOVE_OLDEST =
      """
      DELETE FROM audit_entry WHERE id IN
        (SELECT id FROM audit_entry
         WHERE workspace_id = :workspace AND user_id = :user
           AND operation IS NOT DISTINCT FROM :operation::text
         ORDER BY at, id LIMIT :limit)
      """;

  private final JdbcClient jdbc;

  AuditWriter(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Inserts an entry and returns its id. */
  long begin(AuditEntry entry) {
    return jdbc.sql(BEGIN)
        .param("at", entry.at().atOffset(ZoneOffset.UTC))
        .param("user", entry.caller().userId())
        .param("email", entry.email())
        .param("role", entry.caller().role().name())
        .param("job", entry.jobId())
        .param("workspace", entry.caller().workspaceId())
        .param("organization", entry.caller().organizationCode())
        .param("project", entry.projectId())
        .param("method", entry.method())
        .param("path", entry.path())
        .param("request", entry.requestId())
        .param("address", entry.clientAddress())
        .query((row, n) -> row.getLong("id"))
        .single();
  }

  /**
   * Adds the outcome to an entry. A failure is only logged, because the change was already made;
   * the entry then has no status, which means that the outcome is unknown.
   *
   * @param operation template of the path; null when the request reached no operation
   */
  void complete(long id, int status, @Nullable String operation) {
    try {
      jdbc.sql(COMPLETE)
          .param("status", status)
          .param("operation", operation)
          .param("id", id)
          .query((row, n) -> id)
          .list();
    } catch (DataAccessException e) {
      log.error("Could not add status {} to audit entry {}", status, id, e);
    }
  }

  /** Removes the entry of a request that changed nothing. */
  void discard(long id) {
    try {
      jdbc.sql(DISCARD).param("id", id).query((row, n) -> id).list();
    } catch (DataAccessException e) {
      log.error("Could not remove audit entry {}, whose request changed nothing", id, e);
    }
  }

  /** Removes a batch of old entries and returns its size. Repeat until it returns 0. */
  int removeBatch(Instant before) {
    return jdbc.sql(REMOVE)
        .param("before", before.atOffset(ZoneOffset.UTC))
        .param("limit", REMOVAL_BATCH)
        .update();
  }

  /**
   * Removes the oldest entries of a user's requests for one operation.
   *
   * @param count how many to remove
   * @return how many were removed
   */
  long removeOldest(String workspace, AuditGroup group, long count) {
    long removed = 0;
    int batch;
    do {
      batch =
          jdbc.sql(REMOVE_OLDEST)
              .param("workspace", workspace)
              .param("user", group.userId())
              .param("operation", group.operation())
              .param("limit", Math.min(REMOVAL_BATCH, count - removed))
              .update();
      removed += batch;
    } while (batch > 0 && removed < count);
    return removed;
  }
}
