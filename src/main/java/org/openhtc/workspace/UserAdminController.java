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
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** {@code /admin/users}, for platform administrators. */
@ApiController
class UserAdminController {
  private final Users users;

  UserAdminController(Users users) {
    this.users = users;
  }

  @GetMapping("/admin/users")
  Page<Answer> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    caller.require(Role.PLATFORM_ADMIN);
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    return Page.of(users.page(page), page, user -> PageCursor.of(user.id()), Answer::of);
  }

  @PostMapping("/admin/users")
  @ResponseStatus(HttpStatus.CREATED)
  Answer create(Caller caller, @Valid @RequestBody Body body) {
    caller.require(Role.PLATFORM_ADMIN);
    NewUser user = new NewUser(body.email(), body.fullName(), body.role());
    return Answer.of(users.create(body.workspaceId(), user));
  }

  /** Locks the user out; the account stays, because jobs carry its id. */
  @DeleteMapping("/admin/users/{userId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void disable(Caller caller, @PathVariable String userId) {
    caller.require(Role.PLATFORM_ADMIN);
    users.disable(userId);
  }

  record Body(
      @NotNull(message = "is missing") String workspaceId,
      @NotNull(message = "is missing")
          @Size(max = 255, message = "must have at most {max} characters")
          @Pattern(regexp = "[^@\\s]+@[^@\\s]+", message = "must be an email address")
          String email,
      @NotNull(message = "is missing")
          @Size(min = 1, max = 255, message = "must have {min} to {max} characters")
          String fullName,
      @NotNull(message = "is missing") Role role) {}

  record Answer(
      String userId,
      String email,
      String fullName,
      Role role,
      boolean enabled,
      String workspaceId,
      String organizationCode) {

    static Answer of(User user) {
      return new Answer(
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
