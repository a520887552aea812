package org.openhtc.workspace;

import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.springframework.stereotype.Component;

/** Who may administer whom, and give which role: the one place that decides 404 or 403. */
@Component
public class UserAccess {
  private final Users users;

  UserAccess(Users users) {
    this.users = users;
  }

  /**
   * The user, when the caller administers its workspace.
   *
   * @throws ApiException 403 when the caller is no administrator, 404 when the user is unknown or
   *     somebody else's
   */
  public User visible(Caller caller, String userId) {
    AdminScope scope = AdminScope.of(caller);
    return users
        .find(userId)
        .filter(user -> scope.holds(user.workspace()))
        .orElseThrow(() -> ApiException.notFound("user", userId));
  }

  /**
   * The user, when the caller may act on it: nobody does on those with a higher role, because their
   * key would give the powers of that role.
   *
   * @throws ApiException as for {@link #visible}; 403 when the user's role is above the caller's
   */
  public User administered(Caller caller, String userId) {
    User user = visible(caller, userId);
    requireReach(caller, user);
    return user;
  }

  /**
   * Refuses to give away more than the caller has.
   *
   * @throws ApiException 403
   */
  void requireGivable(Caller caller, Role role) {
    if (!caller.roleOf().atLeast(role)) {
      throw ApiException.forbidden("The role %s is above yours.".formatted(role));
    }
  }

  /**
   * Refuses changes that the caller may not make. The own role and lock are left to others.
   *
   * @param user as it is now, and stays until the change is made
   * @throws ApiException 403
   */
  void requireChangeable(Caller caller, User user, UserChange change) {
    requireReach(caller, user);
    Role role = change.role() == null ? user.role() : change.role();
    requireGivable(caller, role);
    boolean isOwn = user.id().equals(caller.userId());
    if (isOwn && (role != user.role() || Boolean.FALSE.equals(change.enabled()))) {
      throw ApiException.forbidden(
          "Nobody changes the own role or locks itself out; another administrator can.");
    }
  }

  private static void requireReach(Caller caller, User user) {
    if (!caller.roleOf().atLeast(user.role())) {
      throw ApiException.forbidden(
          "User '%s' has the role %s, which is above yours.".formatted(user.id(), user.role()));
    }
  }
}
