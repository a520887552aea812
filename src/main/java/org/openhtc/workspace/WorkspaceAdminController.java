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
 * {@code /admin/workspaces}. Platform administrators create workspaces; all administrators may read
 * and rename the workspaces that they administer.
 */
@ApiController
class WorkspaceAdminController {
  private static final String WORKSPACE = "/admin/workspaces/{workspaceId}";

  private final Workspaces workspaces;

  WorkspaceAdminController(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  @GetMapping("/admin/workspaces")
  Page<Workspace> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    AdminScope scope = AdminScope.of(caller);
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    return Page.of(workspaces.page(scope, page), page, w -> PageCursor.of(w.id()), w -> w);
  }

  @PostMapping("/admin/workspaces")
  @ResponseStatus(HttpStatus.CREATED)
  Workspace create(Caller caller, Body<NewWorkspace> body) {
    caller.require(Role.PLATFORM_ADMIN);
    NewWorkspace given = body.read();
    return workspaces.create(given.id(), given.organizationCode(), given.name());
  }

  @GetMapping(WORKSPACE)
  Workspace get(Caller caller, @PathVariable String workspaceId) {
    return workspaces.workspace(AdminScope.of(caller), workspaceId);
  }

  @PatchMapping(WORKSPACE)
  Workspace rename(Caller caller, @PathVariable String workspaceId, Body<NewName> body) {
    return workspaces.rename(get(caller, workspaceId), body.read().name());
  }

  record NewWorkspace(
      @NotNull(message = "is missing") @Pattern(regexp = ShortId.PLAIN, message = ShortId.NOT_PLAIN)
          String id,
      @NotNull(message = "is missing") String organizationCode,
      @NotNull(message = "is missing")
          @CodePointLength(min = 1, max = 255, message = NewName.LENGTH)
          String name) {}
}
