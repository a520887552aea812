package org.openhtc.workspace;

import org.jspecify.annotations.Nullable;
import org.openhtc.api.Role;

/**
 * A change of a user. Properties that are null stay unchanged.
 *
 * @param enabled if false, the keys and tokens of the user are refused from now on
 */
record UserChange(@Nullable String fullName, @Nullable Role role, @Nullable Boolean enabled) {
  static final UserChange DISABLE = new UserChange(null, null, false);

  /** Whether the change would disable a platform administrator or take its role. */
  boolean removesPlatformAdministrator() {
    return (role != null && role != Role.PLATFORM_ADMIN) || Boolean.FALSE.equals(enabled);
  }

  boolean isEmpty() {
    return fullName == null && role == null && enabled == null;
  }
}
