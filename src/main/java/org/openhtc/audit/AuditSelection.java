package org.openhtc.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;

/** The entries that a list shows: SQL conditions and the values of their parameters. */
final class AuditSelection {
  /** Range of times that the database can store; wide enough for every sensible request. */
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final StringBuilder conditions = new StringBuilder("true");

  /** The entries that the caller may see. */
  static AuditSelection visibleTo(Caller caller) {
    AuditSelection selection = new AuditSelection();
    return switch (caller.role()) {
      case PLATFORM_ADMIN -> selection;
      case ORGANIZATION_ADMIN ->
          selection.with(
              "organization_code = :ownOrganization", "ownOrganization", caller.organizationCode());
      case WORKSPACE_ADMIN ->
          selection.with("workspace_id = :ownWorkspace", "ownWorkspace", caller.workspaceId());
      case USER -> throw ApiException.forbidden("This needs the role WORKSPACE_ADMIN.");
    };
  }

  AuditSelection user(@Nullable String userId) {
    return with("user_id = :user", "user", userId);
  }

  AuditSelection workspace(@Nullable String workspaceId) {
    return with("workspace_id = :workspace", "workspace", workspaceId);
  }

  AuditSelection project(@Nullable String projectId) {
    return with("project_id = :project", "project", projectId);
  }

  AuditSelection from(@Nullable Instant from) {
    return with("at >= :from", "from", from == null ? null : time("from", from));
  }

  AuditSelection to(@Nullable Instant to) {
    return with("at < :to", "to", to == null ? null : time("to", to));
  }

  AuditSelection page(PageQuery page) {
    page.cursor(2).ifPresent(this::after);
    parameters.put("limit", page.pageSize() + 1);
    return this;
  }

  private void after(PageCursor last) {
    parameters.put("lastAt", time("pageIndex", last.time(0)));
    with("(at, id) < (:lastAt, :lastId)", "lastId", last.number(1));
  }

  private AuditSelection with(String condition, String parameter, @Nullable Object value) {
    if (value != null) {
      conditions.append(" AND ").append(condition);
      parameters.put(parameter, value);
    }
    return this;
  }

  private static Object time(String name, Instant time) {
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw ApiException.invalid("%s '%s' is out of range.".formatted(name, time));
    }
    return time.atOffset(ZoneOffset.UTC);
  }

  String conditions() {
    return conditions.toString();
  }

  Map<String, Object> parameters() {
    return parameters;
  }
}
