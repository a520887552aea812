package org.openhtc.auth;

/**
 * What {@code GET /auth/token} answers.
 *
 * @param expiresIn seconds from now
 */
record IssuedToken(String tokenValue, long expiresIn) {}
