package org.openhtc.workspace;

import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.springframework.stereotype.Component;

/**
 * Decides which users a caller may administer and which roles it may grant. The only place that
 * chooses between 404 and 403 for users.
 */
@Component
public class UserAccess {
  private final Users users;

  UserAccess(Users users) {
    this.users = users;
  }

  /**
   * The user, if the caller administers its workspace.
   *
   * @throws ApiException 403 when the caller is not an administrator, 404 when the user is unknown
   *     or outside the caller's scope
   */
  public User visible(Caller caller, String userId) {
    AdminScope scope = AdminScope.of(caller);
    return users
        .find(userId)
        .filter(user -> scope.contains(user.workspace()))
        .orElseThrow(() -> ApiException.notFound("user", userId));
  }

  /**
   * The user, if the caller may change it. A user with a higher role than the caller's may not be
   * changed, because a new key of that user would give the caller the higher role.
   *
   * @throws ApiException as for {@link #visible}; 403 when the user's role is above the caller's
   */
  public User administered(Caller caller, String userId) {
    User user = visible(caller, userId);
    requireNotAbove(caller, user);
    return user;
  }

  /**
   * Refuses to grant a role above the caller's own.
   *
   * @throws ApiException 403
   */
  void requireGrantable(Caller caller, Role role) {
    if (!caller.role().atLeast(role)) {
      throw ApiException.forbidden("The role %s is above yours.".formatted(role));
    }
  }

  /**
   * Refuses changes that the caller may not make. Callers may not change their own role or disable
   * themselves.
   *
   * @param user the current state of the user, locked until the change is made
   * @throws ApiException 403
   */
  void requireChangeable(Caller caller, User user, UserChange change) {
    requireNotAbove(caller, user);
    Role role = change.role() == null ? user.role() : change.role();
    requireGrantable(caller, role);
    boolean isOwn = user.id().equals(caller.userId());
    if (isOwn && (role != user.role() || Boolean.FALSE.equals(change.enabled()))) {
      throw ApiException.forbidden(
          "You cannot change your own role or disable yourself; another administrator can.");
    }
  }

  private static void requireNotAbove(Caller caller, User user) {
    if (!caller.role().atLeast(user.role())) {
      throw ApiException.forbidden(
          "User '%s' has the role %s, which is above yours.".formatted(user.id(), user.role()));
    }
  }
}
