package org.openhtc.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Issues credentials that the object store accepts; one implementation per kind of store. */
public interface CredentialIssuer {

  /**
   * Issues credentials that give access to these folders and nothing else.
   *
   * @param lifetime maximum lifetime; the issuer may have a smaller limit
   * @throws StoreUnavailable when the issuer does not respond or refuses
   */
  StorageCredentials issue(List<FolderGrant> folders, Duration lifetime);

  /**
   * Derives the credentials of a job's attempt without storing anything. The store accepts them
   * while the attempt is on a host. Empty when the store can't check that; then the attempt gets
   * credentials by {@link #issue}.
   */
  Optional<StorageCredentials> derive(AttemptGrant grant);

  /**
   * Whether credentials are issued without calling another service. Where that is not so, presigned
   * URLs are signed with the service's own key. That is safe, because each such URL gives access to
   * one object only.
   */
  boolean issuesLocally();
}
