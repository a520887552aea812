package org.openhtc.project;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.workspace.LimitSetting;
import org.openhtc.workspace.LimitsChanged;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The limits of projects: one for each modifier role. The smallest one applies. */
@Component
public class ProjectLimits {
  private final ProjectLimitStore store;
  private final ProjectLimitQueries queries;
  private final ProjectStore projects;
  private final ProjectAccess access;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  ProjectLimits(
      ProjectLimitStore store,
      ProjectLimitQueries queries,
      ProjectStore projects,
      ProjectAccess access,
      ApplicationEventPublisher events,
      Clock clock) {
    this.store = store;
    this.queries = queries;
    this.projects = projects;
    this.access = access;
    this.events = events;
    this.clock = clock;
  }

  /** The smallest limit by project id; projects without a limit are absent. */
  public Map<UUID, Integer> vcpus() {
    return queries.smallest();
  }

  @Transactional(readOnly = true)
  List<ProjectLimit> list(Caller caller, String projectId) {
    return rows(access.visible(caller, projectId)).stream().map(ProjectLimitRow::view).toList();
  }

  @Transactional(readOnly = true)
  ProjectLimit get(Caller caller, String projectId, int id) {
    return row(access.visible(caller, projectId), id).view();
  }

  /** Creates or replaces the limit of the role. */
  @Transactional
  ProjectLimit set(Caller caller, String projectId, ModifierRole role, int vcpus) {
    Project project = locked(caller, projectId);
    caller.require(role.least());
    events.publishEvent(new LimitsChanged());
    return store
        .findByProjectIdAndModifierRole(project.id(), role)
        .map(row -> change(row, caller, vcpus))
        .orElseGet(() -> {
          LimitSetting first = LimitSetting.first(vcpus, caller.userId(), clock.instant());
          return store.save(new ProjectLimitRow(project, role, first)).view();
        });
  }

  /**
   * Refuses callers that may not change the limit.
   *
   * @throws ApiException 404 when there is no such limit; 403 when the caller's role is too low
   */
  @Transactional(readOnly = true)
  void requireChangeable(Caller caller, String projectId, int id) {
    caller.require(row(access.visible(caller, projectId), id).modifierRole.least());
  }

  @Transactional
  ProjectLimit change(Caller caller, String projectId, int id, int vcpus) {
    ProjectLimitRow row = row(locked(caller, projectId), id);
    caller.require(row.modifierRole.least());
    events.publishEvent(new LimitsChanged());
    return change(row, caller, vcpus);
  }

  @Transactional
  void remove(Caller caller, String projectId, int id) {
    ProjectLimitRow row = row(locked(caller, projectId), id);
    caller.require(row.modifierRole.least());
    store.delete(row);
    events.publishEvent(new LimitsChanged());
  }

  /** Removes all limits, or none if the caller may not remove one of them. */
  @Transactional
  void removeAll(Caller caller, String projectId) {
    List<ProjectLimitRow> rows = rows(locked(caller, projectId));
    rows.forEach(row -> caller.require(row.modifierRole.least()));
    store.deleteAll(rows);
    events.publishEvent(new LimitsChanged());
  }

  /**
   * Locks the project, so that concurrent requests cannot insert or remove the same limit twice.
   */
  private Project locked(Caller caller, String projectId) {
    Project project = access.visible(caller, projectId);
    projects.findLockedById(project.id());
    return project;
  }

  private ProjectLimit change(ProjectLimitRow row, Caller caller, int vcpus) {
    row.setting = row.setting.changed(vcpus, caller.userId(), clock.instant());
    return row.view();
  }

  private List<ProjectLimitRow> rows(Project project) {
    return store.findByProjectIdOrderById(project.id());
  }

  private ProjectLimitRow row(Project project, int id) {
    return store
        .findByIdAndProjectId(id, project.id())
        .orElseThrow(() -> ApiException.notFound("limit", Integer.toString(id)));
  }
}
