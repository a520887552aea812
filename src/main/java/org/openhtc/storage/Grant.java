package org.openhtc.storage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lent credentials reach, as the embedded store asks at every request.
 *
 * @param userId whom they were lent to; null for a job
 * @param expiresAt refused from then on
 */
public record Grant(List<FolderGrant> folders, @Nullable String userId, Instant expiresAt) {}
