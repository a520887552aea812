package org.openhtc.auth;

/**
 * A key that was just made.
 *
 * @param key 64 hexadecimal digits, told this once
 */
public record NewApiKey(ApiKey about, String key) {}
