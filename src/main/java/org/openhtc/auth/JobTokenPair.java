package org.openhtc.auth;

/**
 * The tokens that a job's container is given.
 *
 * @param bearer reaches the job's own task, job and storage
 * @param refresh buys a new bearer token at {@code GET /auth/token}
 */
public record JobTokenPair(String bearer, String refresh) {}
