package org.openhtc.workspace;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;
import org.openhtc.api.Role;
import org.openhtc.body.Body;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** {@code /admin/users}. Administrators read and change the users of their {@link AdminScope}. */
@ApiController
class UserAdminController {
  private static final String USER = "/admin/users/{userId}";
  private static final String LENGTH = "must have {min} to {max} characters";

  private final Users users;
  private final UserAccess access;
  private final WorkspaceAccess workspaces;

  UserAdminController(Users users, UserAccess access, WorkspaceAccess workspaces) {
    this.users = users;
    this.access = access;
    this.workspaces = workspaces;
  }

  @GetMapping("/admin/users")
  Page<UserView> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    AdminScope scope = AdminScope.of(caller);
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    return Page.of(users.page(scope, page), page, user -> PageCursor.of(user.id()), UserView::of);
  }

  @PostMapping("/admin/users")
  @ResponseStatus(HttpStatus.CREATED)
  UserView create(Caller caller, Body<UserBody> body) {
    caller.require(Role.WORKSPACE_ADMIN);
    UserBody given = body.read();
    workspaces.administered(caller, given.workspaceId());
    access.requireGrantable(caller, given.role());
    NewUser user = new NewUser(given.email(), given.fullName(), given.role());
    return UserView.of(users.create(given.workspaceId(), user));
  }

  @GetMapping(USER)
  UserView get(Caller caller, @PathVariable String userId) {
    return UserView.of(access.visible(caller, userId));
  }

  /**
   * Changes the properties in the body. A lower role applies at once to existing tokens; a higher
   * role makes them invalid.
   */
  @PatchMapping(USER)
  UserView update(Caller caller, @PathVariable String userId, Body<UserUpdate> update) {
    access.administered(caller, userId);
    UserUpdate given = update.read();
    UserChange change = new UserChange(given.fullName(), given.role(), given.enabled());
    if (change.isEmpty()) {
      throw ApiException.invalid("The body has none of fullName, role and enabled.");
    }
    return UserView.of(changed(caller, userId, change));
  }

  /** Disables the user. The account is kept, because jobs refer to its id. */
  @DeleteMapping(USER)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void disable(Caller caller, @PathVariable String userId) {
    changed(caller, userId, UserChange.DISABLE);
  }

  private User changed(Caller caller, String userId, UserChange change) {
    String id = access.visible(caller, userId).id();
    return users.change(id, change, user -> access.requireChangeable(caller, user, change));
  }

  record UserUpdate(
      @Nullable @CodePointLength(min = 1, max = 255, message = LENGTH) String fullName,
      @Nullable Role role,
      @Nullable Boolean enabled) {}

  record UserBody(
      @NotNull(message = "is missing") String workspaceId,
      @NotNull(message = "is missing")
          @CodePointLength(max = 255, message = "must have at most {max} characters")
          @Pattern(regexp = "[^@\\s]+@[^@\\s]+", message = "must be an email address")
          String email,
      @NotNull(message = "is missing") @CodePointLength(min = 1, max = 255, message = LENGTH)
          String fullName,
      @NotNull(message = "is missing") Role role) {}

  record UserView(
      String userId,
      String email,
      String fullName,
      Role role,
      boolean enabled,
      String workspaceId,
      String organizationCode) {

    static UserView of(User user) {
      return new UserView(
          user.id(),
          user.email(),
          user.fullName(),
          user.role(),
          user.enabled(),
          user.workspace().id(),
          user.workspace().organizationCode());
    }
  }
}
