package org.openhtc.registry.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user name and password from a Basic {@code Authorization} header (RFC 7617). */
public record BasicCredentials(String username, String password) {
  private static final String SCHEME = "basic ";

  /** Empty when the header is missing or contains something else. */
  public static Optional<BasicCredentials> read(@Nullable String header) {
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Optional.empty();
    }
    String plain;
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
      plain = new String(decoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    int colon = plain.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.of(new BasicCredentials(plain.substring(0, colon), plain.substring(colon + 1)));
  }

  /** Omits the password, so that it cannot appear in a log. */
  @Override
  public String toString() {
    return username + ":***";
  }
}
