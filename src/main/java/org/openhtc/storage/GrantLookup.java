package org.openhtc.storage;

import java.util.Optional;

/** Finds the access that issued credentials give at present. */
@FunctionalInterface
public interface GrantLookup {

  /**
   * Empty when the key was never issued, its task or attempt has ended, or its user is locked out.
   */
  Optional<Grant> find(String accessKey);
}
