/**
 * Authentication: credentials in requests, tokens of users and jobs, registry passwords. The keys
 * of users are in {@code apikey}, those that sign tokens in {@code signing}. Writes {@code
 * api_key}, {@code signing_key}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"workspace", "ratelimit", "encryption"})
@org.jspecify.annotations.NullMarked
package org.openhtc.auth;
