package org.openhtc.workspace;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;
import org.openhtc.api.Role;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** {@code /admin/organizations} and {@code /admin/workspaces}, for platform administrators. */
@ApiController
class WorkspaceAdminController {
  private static final String PLAIN = "[A-Za-z0-9_-]{1,64}";
  private static final String NOT_PLAIN = "must be 1 to 64 letters, digits, '_' or '-'";
  private static final String LENGTH = "must have {min} to {max} characters";

  private final Workspaces workspaces;

  WorkspaceAdminController(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  @GetMapping("/admin/organizations")
  Page<Organization> organizations(
      Caller caller,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    caller.require(Role.PLATFORM_ADMIN);
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    return Page.of(workspaces.organizations(page), page, o -> PageCursor.of(o.code()), o -> o);
  }

  @PostMapping("/admin/organizations")
  @ResponseStatus(HttpStatus.CREATED)
  Organization createOrganization(Caller caller, @Valid @RequestBody NewOrganization body) {
    caller.require(Role.PLATFORM_ADMIN);
    return workspaces.createOrganization(body.code(), body.name());
  }

  @GetMapping("/admin/workspaces")
  Page<Workspace> workspaces(
      Caller caller,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    caller.require(Role.PLATFORM_ADMIN);
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    return Page.of(workspaces.page(page), page, w -> PageCursor.of(w.id()), w -> w);
  }

  @PostMapping("/admin/workspaces")
  @ResponseStatus(HttpStatus.CREATED)
  Workspace createWorkspace(Caller caller, @Valid @RequestBody NewWorkspace body) {
    caller.require(Role.PLATFORM_ADMIN);
    return workspaces.create(body.id(), body.organizationCode(), body.name());
  }

  record NewOrganization(
      @NotNull(message = "is missing") @Pattern(regexp = PLAIN, message = NOT_PLAIN) String code,
      @NotNull(message = "is missing") @Size(min = 1, max = 255, message = LENGTH) String name) {}

  record NewWorkspace(
      @NotNull(message = "is missing") @Pattern(regexp = PLAIN, message = NOT_PLAIN) String id,
      @NotNull(message = "is missing") String organizationCode,
      @NotNull(message = "is missing") @Size(min = 1, max = 255, message = LENGTH) String name) {}
}
