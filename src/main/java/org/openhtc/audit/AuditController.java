package org.openhtc.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /admin/audit-entries}, newest first. Administrators see the entries of the workspaces that
 * they administer.
 */
@ApiController
class AuditController {
  private static final String SELECTED =
      """
      SELECT * FROM audit_entry WHERE %s ORDER BY at DESC, id DESC LIMIT :limit
      """;

  private final JdbcClient jdbc;

  AuditController(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @GetMapping("/admin/audit-entries")
  Page<AuditEntryView> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String userId,
      @RequestParam(required = false) @Nullable String workspaceId,
      @RequestParam(required = false) @Nullable String projectId,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    AuditSelection selection =
        AuditSelection.visibleTo(caller)
            .user(userId)
            .workspace(workspaceId)
            .project(projectId)
            .from(from)
            .to(to)
            .page(page);
    var rows =
        jdbc.sql(SELECTED.formatted(selection.conditions()))
            .params(selection.parameters())
            .query((row, n) -> AuditEntryView.of(row))
            .list();
    return Page.of(rows, page, entry -> PageCursor.of(entry.at(), entry.entryId()), entry -> entry);
  }

  /**
   * @param jobId present when a job sent the request with its own token
   * @param operation template of the path; absent when the request was refused before it reached an
   *     operation
   * @param status absent while the request runs, or if the service was killed during the request
   */
  record AuditEntryView(
      String entryId,
      Instant at,
      String userId,
      String email,
      String role,
      @Nullable String jobId,
      String workspaceId,
      String organizationCode,
      @Nullable String projectId,
      String method,
      @Nullable String operation,
      String path,
      @Nullable Integer status,
      String requestId,
      String clientAddress) {

    static AuditEntryView of(ResultSet row) throws SQLException {
      return new AuditEntryView(
          row.getString("id"),
          row.getObject("at", OffsetDateTime.class).toInstant(),
          row.getString("user_id"),
          row.getString("email"),
          row.getString("role"),
          row.getString("job_id"),
          row.getString("workspace_id"),
          row.getString("organization_code"),
          row.getString("project_id"),
          row.getString("method"),
          row.getString("operation"),
          row.getString("path"),
          row.getObject("status", Integer.class),
          row.getString("request_id"),
          row.getString("client_address"));
    }
  }
}
