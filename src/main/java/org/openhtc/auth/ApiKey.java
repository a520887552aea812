package org.openhtc.auth;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an API key; never the key.
 *
 * @param revokedAt since when it is refused; null while it is good
 */
public record ApiKey(UUID id, String name, Instant createdAt, @Nullable Instant revokedAt) {}
