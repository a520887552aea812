package org.openhtc.workspace;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.openhtc.api.ApiException;
import org.openhtc.api.PageQuery;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Organizations and workspaces. */
@Component
public class Workspaces {
  private static final Duration CACHED = Duration.ofSeconds(5);

  private final OrganizationStore organizations;
  private final WorkspaceStore workspaces;
  private final Clock clock;
  private final Cache<String, Workspace> cache =
      CacheBuilder.newBuilder().maximumSize(10_000).expireAfterWrite(CACHED).build();

  Workspaces(OrganizationStore organizations, WorkspaceStore workspaces, Clock clock) {
    this.organizations = organizations;
    this.workspaces = workspaces;
    this.clock = clock;
  }

  /**
   * The workspace with this id, at most 5 seconds old. Cached, because every job token needs it.
   */
  public Optional<Workspace> find(String id) {
    Workspace cached = cache.getIfPresent(id);
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<Workspace> loaded = workspaces.findWithOrganizationById(id).map(WorkspaceRow::view);
    loaded.ifPresent(workspace -> cache.put(id, workspace));
    return loaded;
  }

  /** Locks the workspace until the transaction of the caller ends. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void lock(Workspace workspace) {
    workspaces.findLockedById(workspace.id());
  }

  /** The organizations of a page by code, and one more if there is a next page. */
  List<Organization> organizations(AdminScope scope, PageQuery page) {
    String after = page.cursor(1).map(cursor -> cursor.text(0)).orElse("");
    Limit limit = Limit.of(page.pageSize() + 1);
    return organizations.page(after, scope.organizationCode(), limit).stream()
        .map(OrganizationRow::view)
        .toList();
  }

  /** The workspaces of a page by id, and one more if there is a next page. */
  List<Workspace> page(AdminScope scope, PageQuery page) {
    String after = page.cursor(1).map(cursor -> cursor.text(0)).orElse("");
    Limit limit = Limit.of(page.pageSize() + 1);
    return workspaces.page(after, scope.organizationCode(), scope.workspaceId(), limit).stream()
        .map(WorkspaceRow::view)
        .toList();
  }

  /**
   * The organization, if it is in the scope.
   *
   * @throws ApiException 404
   */
  Organization organization(AdminScope scope, String code) {
    return organizations
        .findById(code)
        .map(OrganizationRow::view)
        .filter(scope::contains)
        .orElseThrow(() -> ApiException.notFound("organization", code));
  }

  /**
   * The workspace, if it is in the scope.
   *
   * @throws ApiException 404
   */
  Workspace workspace(AdminScope scope, String id) {
    return find(id)
        .filter(scope::contains)
        .orElseThrow(() -> ApiException.notFound("workspace", id));
  }

  /** Renames an organization. */
  Organization rename(Organization organization, String name) {
    OrganizationRow row = organizations.findById(organization.code()).orElseThrow();
    row.name = name;
    return organizations.save(row).view();
  }

  /** Renames a workspace. Other processes return the old name for some seconds. */
  Workspace rename(Workspace workspace, String name) {
    WorkspaceRow row = workspaces.findWithOrganizationById(workspace.id()).orElseThrow();
    row.name = name;
    Workspace renamed = workspaces.save(row).view();
    cache.invalidate(workspace.id());
    return renamed;
  }

  /**
   * Creates an organization without workspaces.
   *
   * @param code 1 to 64 letters, digits, {@code _} or {@code -}
   * @throws ApiException 409 when the code is taken
   */
  @Transactional
  public Organization createOrganization(String code, String name) {
    organizations.lockForCreation(code);
    if (organizations.existsById(code)) {
      throw ApiException.conflict("There is an organization '%s' already.".formatted(code));
    }
    return organizations.save(new OrganizationRow(code, name, clock.instant())).view();
  }

  /**
   * Creates a workspace without users.
   *
   * @param id 1 to 64 letters, digits, {@code _} or {@code -}
   * @throws ApiException 404 when there is no such organization, 409 when the id is taken
   */
  @Transactional
  public Workspace create(String id, String organizationCode, String name) {
    workspaces.lockForCreation(id);
    if (workspaces.existsById(id)) {
      throw ApiException.conflict("There is a workspace '%s' already.".formatted(id));
    }
    OrganizationRow organization =
        organizations
            .findById(organizationCode)
            .orElseThrow(() -> ApiException.notFound("organization", organizationCode));
    return workspaces.save(new WorkspaceRow(id, organization, name, clock.instant())).view();
  }
}
