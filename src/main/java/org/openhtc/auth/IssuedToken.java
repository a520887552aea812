package org.openhtc.auth;

/**
 * The response of {@code GET /auth/token}.
 *
 * @param expiresIn seconds from now
 */
record IssuedToken(String tokenValue, long expiresIn) {}
