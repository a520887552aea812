/** Authentication: API keys, tokens, signing keys. Writes {@code api_key}, {@code signing_key}. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"workspace", "ratelimit"})
@org.jspecify.annotations.NullMarked
package org.openhtc.auth;
