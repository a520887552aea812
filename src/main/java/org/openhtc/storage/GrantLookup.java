package org.openhtc.storage;

import java.util.Optional;

/** Finds the access that issued credentials give at present. */
@FunctionalInterface
public interface GrantLookup {

  /**
   * Empty when the key was never issued, its attempt has ended, its task is deleted or its user is
   * disabled.
   */
  Optional<Grant> find(String accessKey);
}
