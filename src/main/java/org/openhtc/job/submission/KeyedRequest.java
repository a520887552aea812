package org.openhtc.job.submission;

import java.util.UUID;

/**
 * A submission with an idempotency key.
 *
 * @param fingerprint equal for equal requests
 */
record KeyedRequest(UUID task, IdempotencyKey key, String fingerprint) {}
