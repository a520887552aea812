package org.openhtc.storage;

import java.time.Instant;
import java.util.List;

/**
 * What lent credentials reach, as the embedded store asks at every request.
 *
 * @param expiresAt refused from then on
 */
public record Grant(List<FolderGrant> folders, Instant expiresAt) {}
