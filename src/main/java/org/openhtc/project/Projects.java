package org.openhtc.project;

import java.time.Clock;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.openhtc.region.RegionName;
import org.openhtc.region.Regions;
import org.openhtc.workspace.Workspace;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Creates and changes projects. */
@Component
class Projects {
  private final ProjectStore store;
  private final Regions regions;
  private final Clock clock;

  Projects(ProjectStore store, Regions regions, Clock clock) {
    this.store = store;
    this.regions = regions;
    this.clock = clock;
  }

  /** Creates a project in the caller's workspace. By default it gets all enabled regions. */
  @Transactional
  Project create(Caller caller, NewProject project) {
    caller.require(Role.WORKSPACE_ADMIN);
    Workspace workspace = new Workspace(caller.workspaceId(), "", caller.organizationCode());
    Set<RegionName> chosen = enabled(project.named());
    Set<RegionName> given = chosen.isEmpty() ? allEnabled() : chosen;
    return store
        .save(new ProjectRow(workspace, project, given, caller.userId(), clock.instant()))
        .view();
  }

  /**
   * Adds regions, and changes the name and the description; the project keeps the regions that it
   * has. The row is read only here, after it is locked: a row that the transaction had read before
   * would lack the regions of a concurrent call.
   */
  @Transactional
  Project update(UUID project, ProjectUpdate update) {
    Set<RegionName> more = enabled(update.named());
    ProjectRow row = store.findLockedById(project).orElseThrow();
    row.add(more);
    row.name = Objects.requireNonNullElse(update.projectName(), row.name);
    row.description = Objects.requireNonNullElse(update.projectDescription(), row.description);
    return row.view();
  }

  private Set<RegionName> allEnabled() {
    Set<RegionName> enabled = regions.enabled();
    if (enabled.isEmpty()) {
      throw ApiException.conflict("No region is enabled yet, so a project could not run a job.");
    }
    return enabled;
  }

  private <C extends Collection<RegionName>> C enabled(C chosen) {
    Set<RegionName> enabled = regions.enabled();
    for (RegionName region : chosen) {
      if (!enabled.contains(region)) {
        throw ApiException.invalid(
            "regions: '%s' is not enabled; enabled are %s.".formatted(region, enabled));
      }
    }
    return chosen;
  }
}
