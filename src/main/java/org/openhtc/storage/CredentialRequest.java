package org.openhtc.storage;

import java.time.Duration;
import java.util.List;

/**
 * A request for temporary credentials.
 *
 * @param owner what the credentials are bound to
 * @param folders the folders to which they give access, and no others
 * @param lifetime requested lifetime; the issuer may grant less
 */
public record CredentialRequest(GrantOwner owner, List<FolderGrant> folders, Duration lifetime) {}
