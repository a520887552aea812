package org.openhtc.job.idempotency;

import java.util.UUID;

/**
 * A request with an idempotency key.
 *
 * @param fingerprint equal for equal requests
 */
public record KeyedRequest(UUID task, IdempotencyKey key, String fingerprint) {}
