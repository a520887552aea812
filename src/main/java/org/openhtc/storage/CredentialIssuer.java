package org.openhtc.storage;

import java.time.Duration;
import java.util.List;

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
   * Whether credentials are issued without calling another service. Where that is not so, presigned
   * URLs are signed with the service's own key. That is safe, because each such URL gives access to
   * one object only.
   */
  boolean issuesLocally();
}
