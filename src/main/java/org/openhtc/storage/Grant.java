package org.openhtc.storage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Role;

/**
 * The access that issued credentials give; the embedded store checks it on every request.
 *
 * @param userId the user to whom the credentials were issued; null for a job
 * @param issuedTo the user's role when they were issued; null for a job
 * @param expiresAt the store refuses them from then on
 */
public record Grant(
    List<FolderGrant> folders,
    @Nullable String userId,
    @Nullable Role issuedTo,
    Instant expiresAt) {}
