package org.openhtc.storage;

import java.util.Optional;

/** Finds the access that credentials give at present. */
public interface GrantLookup {

  /**
   * The access of a user's key. Empty when the key was never issued, its task is deleted or its
   * user is disabled.
   */
  Optional<Grant> find(String accessKey);

  /**
   * The access of an attempt's key. Empty when the attempt is not on a host: then it has ended, a
   * later attempt has begun, or there is no such job. The result is at most one second old.
   */
  Optional<Grant> find(AttemptGrant attempt);
}
