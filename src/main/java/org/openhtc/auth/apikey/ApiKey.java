package org.openhtc.auth.apikey;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The description of an API key, without the key itself.
 *
 * @param name label that its creator chose
 * @param revokedAt null while the key is valid
 */
public record ApiKey(UUID id, String name, Instant createdAt, @Nullable Instant revokedAt) {}
