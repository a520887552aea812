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

  boolean isEmpty() {
    return fullName == null && role == null && enabled == null;
  }
}
