package org.openhtc.auth.apikey;

/**
 * A new API key.
 *
 * @param key 64 hexadecimal digits; not stored, and returned only here
 */
public record NewApiKey(ApiKey description, String key) {}
