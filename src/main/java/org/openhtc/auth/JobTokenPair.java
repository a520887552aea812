package org.openhtc.auth;

/**
 * The tokens that a job's container gets.
 *
 * @param bearer permits access to the job, its task and its storage
 * @param refresh is exchanged for a new bearer token at {@code GET /auth/token}
 */
public record JobTokenPair(String bearer, String refresh) {}
