package org.openhtc.workspace;

import org.jspecify.annotations.Nullable;
import org.openhtc.api.Role;

/**
 * What becomes of a user; what is null stays.
 *
 * @param enabled false: keys and tokens are refused from now on
 */
record UserChange(@Nullable String fullName, @Nullable Role role, @Nullable Boolean enabled) {
  static final UserChange LOCK_OUT = new UserChange(null, null, false);

  /** Whether the user may be a platform administrator before and none afterwards. */
  boolean canTakePowers() {
    return (role != null && role != Role.PLATFORM_ADMIN) || Boolean.FALSE.equals(enabled);
  }

  boolean isEmpty() {
    return fullName == null && role == null && enabled == null;
  }
}
