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
 * Table {@code audit_entry}; nothing else writes it. An entry is written before its change is made,
 * so none is missing when the service is killed in between. It does not wait for the disk: the log
 * of the database is written in order, so the commit of the change takes the entry along.
 */
@Component
class AuditWriter {
  private static final Logger log = LoggerFactory.getLogger(AuditWriter.class);

  private static final int REMOVED_AT_ONCE = 10_000;

  private static final String BEGIN =
      """
      INSERT INTO audit_entry (at, user_id, email, role, job_id, workspace_id, organization_code,
        project_id, method, path, request_id, client_address)
      VALUES (:at, :user, :email, :role, :job, :workspace, :organization,
        :project, :method, :path, :request, :address)
      RETURNING id, set_config('synchronous_commit', 'off', true)
      """;

  private static final String END =
      """
      UPDATE audit_entry SET status = :status, operation = :operation WHERE id = :id
      RETURNING set_config('synchronous_commit', 'off', true)
      """;

  private static final String FORGET =
      """
      DELETE FROM audit_entry WHERE id = :id
      RETURNING set_config('synchronous_commit', 'off', true)
      """;

  private static final String REMOVE =
      """
      DELETE FROM audit_entry WHERE id IN
        (SELECT id FROM audit_entry WHERE at < :before ORDER BY at LIMIT :limit)
      """;

  private final JdbcClient jdbc;

  AuditWriter(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The id of the new entry. */
  long begin(AuditEntry entry) {
    return jdbc.sql(BEGIN)
        .param("at", entry.at().atOffset(ZoneOffset.UTC))
        .param("user", entry.caller().userId())
        .param("email", entry.email())
        .param("role", entry.caller().roleOf().name())
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
   * Completes an entry. When that fails it goes on to say that the outcome is not known, which is
   * no reason to refuse a change that was made.
   *
   * @param operation template of the path; null when the request came to no operation
   */
  void end(long id, int status, @Nullable String operation) {
    try {
      jdbc.sql(END)
          .param("status", status)
          .param("operation", operation)
          .param("id", id)
          .query((row, n) -> id)
          .list();
    } catch (DataAccessException e) {
      log.error("Audit entry {} lacks its outcome, status {}", id, status, e);
    }
  }

  /** Takes back the entry of a request that changed nothing. */
  void forget(long id) {
    try {
      jdbc.sql(FORGET).param("id", id).query((row, n) -> id).list();
    } catch (DataAccessException e) {
      log.error("Audit entry {} stays, though its request changed nothing", id, e);
    }
  }

  /** How many old entries were removed; call again while there are any. */
  int remove(Instant before) {
    return jdbc.sql(REMOVE)
        .param("before", before.atOffset(ZoneOffset.UTC))
        .param("limit", REMOVED_AT_ONCE)
        .update();
  }
}
