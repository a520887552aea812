package org.openhtc.workspace;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;
import org.openhtc.api.Role;
import org.openhtc.body.Body;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * {@code /admin/organizations}. Platform administrators create organizations, administrators of an
 * organization may rename it, and administrators of a workspace may read its organization.
 */
@ApiController
class OrganizationAdminController {
  private static final String ORGANIZATION = "/admin/organizations/{organizationCode}";

  private final Workspaces workspaces;

  OrganizationAdminController(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  @GetMapping("/admin/organizations")
  Page<Organization> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    AdminScope scope = AdminScope.of(caller);
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    return Page.of(
        workspaces.organizations(scope, page), page, o -> PageCursor.of(o.code()), o -> o);
  }

  @PostMapping("/admin/organizations")
  @ResponseStatus(HttpStatus.CREATED)
  Organization create(Caller caller, Body<NewOrganization> body) {
    caller.require(Role.PLATFORM_ADMIN);
    NewOrganization given = body.read();
    return workspaces.createOrganization(given.code(), given.name());
  }

  @GetMapping(ORGANIZATION)
  Organization get(Caller caller, @PathVariable String organizationCode) {
    return workspaces.organization(AdminScope.of(caller), organizationCode);
  }

  @PatchMapping(ORGANIZATION)
  Organization rename(Caller caller, @PathVariable String organizationCode, Body<NewName> body) {
    Organization organization = get(caller, organizationCode);
    caller.require(Role.ORGANIZATION_ADMIN);
    return workspaces.rename(organization, body.read().name());
  }

  record NewOrganization(
      @NotNull(message = "is missing") @Pattern(regexp = ShortId.PLAIN, message = ShortId.NOT_PLAIN)
          String code,
      @NotNull(message = "is missing")
          @CodePointLength(min = 1, max = 255, message = NewName.LENGTH)
          String name) {}
}
