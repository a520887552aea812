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
import org.springframework.transaction.annotation.Transactional;

/** The organizations and their workspaces. */
@Component
public class Workspaces {
  private static final Duration CACHED = Duration.ofSeconds(5);

  private final OrganizationStore organizations;
  private final WorkspaceStore workspaces;
  private final Clock clock;
  private final Cache<String, Workspace> known =
      CacheBuilder.newBuilder().maximumSize(10_000).expireAfterWrite(CACHED).build();

  Workspaces(OrganizationStore organizations, WorkspaceStore workspaces, Clock clock) {
    this.organizations = organizations;
    this.workspaces = workspaces;
    this.clock = clock;
  }

  /** The workspace with this id, as of at most 5 seconds ago: asked for with every job's token. */
  public Optional<Workspace> find(String id) {
    Workspace cached = known.getIfPresent(id);
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<Workspace> loaded = workspaces.findWithOrganizationById(id).map(WorkspaceRow::view);
    loaded.ifPresent(workspace -> known.put(id, workspace));
    return loaded;
  }

  /** Organizations by code; one more than the page holds, if there is one. */
  List<Organization> organizations(PageQuery page) {
    String after = page.cursor(1).map(cursor -> cursor.text(0)).orElse("");
    return organizations
        .findByCodeGreaterThanOrderByCode(after, Limit.of(page.pageSize() + 1))
        .stream()
        .map(OrganizationRow::view)
        .toList();
  }

  /** Workspaces by id; one more than the page holds, if there is one. */
  List<Workspace> page(PageQuery page) {
    String after = page.cursor(1).map(cursor -> cursor.text(0)).orElse("");
    return workspaces.findByIdGreaterThanOrderById(after, Limit.of(page.pageSize() + 1)).stream()
        .map(WorkspaceRow::view)
        .toList();
  }

  /**
   * Creates an organization without workspaces.
   *
   * @param code 1 to 64 letters, digits, {@code _} or {@code -}
   * @throws ApiException 409 when the code is taken
   */
  @Transactional
  public Organization createOrganization(String code, String name) {
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
