package org.openhtc.storage;

import java.util.Optional;

/** Tells what lent credentials reach, as of now. */
@FunctionalInterface
public interface GrantLookup {

  /**
   * Empty when they were never lent, ended with their task or attempt, or their user is locked out.
   */
  Optional<Grant> find(String accessKey);
}
