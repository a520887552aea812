package org.openhtc.auth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client secret in a request for a token by the client credentials grant, not yet verified.
 *
 * @param value the secret; "", which is never a valid key, when the header cannot be read
 * @param isInHeader the secret was in {@code Authorization: Basic}; an error response must then
 *     have a challenge
 */
record OAuthClientSecret(String value, boolean isInHeader) {
  private static final String BASIC = "Basic ";

  /** Reads the secret from the form or, without one there, from the header. */
  static Optional<OAuthClientSecret> read(@Nullable String form, @Nullable String header) {
    return form == null
        ? Optional.ofNullable(header)
            .filter(text -> text.regionMatches(true, 0, BASIC, 0, BASIC.length()))
            .map(text -> new OAuthClientSecret(password(text.substring(BASIC.length())), true))
        : Optional.of(new OAuthClientSecret(form, false));
  }

  /** RFC 6749, section 2.3.1, requires form encoding for both parts of the pair. */
  private static String password(String base64) {
    try {
      String pair = new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
      String[] parts = pair.split(":", 2);
      return parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "";
    } catch (IllegalArgumentException unreadable) {
      return "";
    }
  }

  /** Keeps keys out of logs. */
  @Override
  public String toString() {
    return "***";
  }
}
