package org.openhtc.storage;

import java.time.Duration;
import java.util.List;

/** Makes credentials that the object store honours; one implementation per kind of store. */
public interface CredentialSource {

  /**
   * Credentials that reach these folders and nothing else.
   *
   * @param lifetime at most; the source may have a smaller limit
   * @throws StoreUnavailable when the source does not answer or refuses
   */
  StorageCredentials lend(List<FolderGrant> folders, Duration lifetime);

  /**
   * Whether lending needs no other service. Where it does, presigned URLs are signed with the
   * service's own key: each reaches one object, so nothing more is lent than was asked for.
   */
  boolean lendsAtOnce();
}
