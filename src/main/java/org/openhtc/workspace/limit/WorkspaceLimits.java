package org.openhtc.workspace.limit;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.openhtc.workspace.LimitSetting;
import org.openhtc.workspace.LimitsChanged;
import org.openhtc.workspace.Workspace;
import org.openhtc.workspace.WorkspaceAccess;
import org.openhtc.workspace.Workspaces;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The limits of workspaces. Only platform administrators set them. */
@Component
public class WorkspaceLimits {
  private final WorkspaceLimitStore store;
  private final WorkspaceLimitQueries queries;
  private final Workspaces workspaces;
  private final WorkspaceAccess access;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  WorkspaceLimits(
      WorkspaceLimitStore store,
      WorkspaceLimitQueries queries,
      Workspaces workspaces,
      WorkspaceAccess access,
      ApplicationEventPublisher events,
      Clock clock) {
    this.store = store;
    this.queries = queries;
    this.workspaces = workspaces;
    this.access = access;
    this.events = events;
    this.clock = clock;
  }

  /** The vCPU limits by workspace id; workspaces without a limit are absent. */
  public Map<String, Integer> vcpus() {
    return queries.all();
  }

  @Transactional(readOnly = true)
  WorkspaceLimit get(Caller caller, String workspaceId) {
    Workspace workspace = access.visible(caller, workspaceId);
    return store
        .findById(workspace.id())
        .map(WorkspaceLimitRow::view)
        .orElseThrow(() -> ApiException.notFound("limit of workspace", workspaceId));
  }

  @Transactional
  WorkspaceLimit set(Caller caller, String workspaceId, int vcpus) {
    Workspace workspace = administered(caller, workspaceId);
    Instant now = clock.instant();
    LimitSetting setting =
        store
            .findById(workspace.id())
            .map(row -> row.setting.changed(vcpus, caller.userId(), now))
            .orElseGet(() -> LimitSetting.first(vcpus, caller.userId(), now));
    events.publishEvent(new LimitsChanged());
    return store.save(new WorkspaceLimitRow(workspace.id(), setting)).view();
  }

  @Transactional
  void remove(Caller caller, String workspaceId) {
    store.deleteById(administered(caller, workspaceId).id());
    events.publishEvent(new LimitsChanged());
  }

  /** Locks the workspace, so that concurrent requests cannot insert or remove its limit twice. */
  private Workspace administered(Caller caller, String workspaceId) {
    caller.require(Role.PLATFORM_ADMIN);
    Workspace workspace = access.visible(caller, workspaceId);
    workspaces.lock(workspace);
    return workspace;
  }
}
