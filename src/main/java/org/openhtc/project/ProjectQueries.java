package org.openhtc.project;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openhtc.api.Caller;
import org.openhtc.api.Caller.JobCaller;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.api.PageQuery;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Component;

/** Lists projects, oldest first. The ids are ordered by creation time. */
@Component
class ProjectQueries {
  private final ProjectStore store;

  ProjectQueries(ProjectStore store) {
    this.store = store;
  }

  /** The projects of a page, and one more if there is a next page. */
  List<Project> page(Caller caller, boolean onlyOwn, PageQuery page) {
    List<Specification<ProjectRow>> where = new ArrayList<>();
    where.add(visibleTo(caller));
    if (onlyOwn) {
      where.add(has("createdBy", caller.userId()));
    }
    page.cursor(1).ifPresent(cursor -> where.add(after(cursor.id(0))));
    return store
        .findBy(
            Specification.allOf(where),
            q -> q.sortBy(Sort.by("id")).limit(page.pageSize() + 1).all())
        .stream()
        .map(ProjectRow::view)
        .toList();
  }

  /** The rule of {@link ProjectAccess#sees} as a condition in SQL. */
  private static Specification<ProjectRow> visibleTo(Caller caller) {
    return switch (caller) {
      case JobCaller job -> has("id", UUID.fromString(job.projectId()));
      case UserCaller user ->
          switch (user.role()) {
            case PLATFORM_ADMIN -> Specification.unrestricted();
            case ORGANIZATION_ADMIN -> has("organizationCode", user.organizationCode());
            case WORKSPACE_ADMIN, USER -> has("workspaceId", user.workspaceId());
          };
    };
  }

  private static Specification<ProjectRow> has(String attribute, Object value) {
    return (project, query, sql) -> sql.equal(project.get(attribute), value);
  }

  private static Specification<ProjectRow> after(UUID id) {
    return (project, query, sql) -> sql.greaterThan(project.get("id"), id);
  }
}
