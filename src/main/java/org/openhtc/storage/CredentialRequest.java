package org.openhtc.storage;

import java.time.Duration;
import java.util.List;

/**
 * Credentials that somebody needs.
 *
 * @param folders all that they reach
 * @param lifetime how long they are wanted for; the source may give them for less
 */
public record CredentialRequest(GrantOwner owner, List<FolderGrant> folders, Duration lifetime) {}
