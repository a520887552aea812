package org.openhtc.auth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a client of the client credentials grant says who it is.
 *
 * @param value "", which is nobody's key, when the header can't be read
 * @param isInHeader it came in {@code Authorization: Basic}, so a refusal must be a challenge
 */
record ClientSecret(String value, boolean isInHeader) {
  private static final String BASIC = "Basic ";

  /** Empty when there is none. */
  static Optional<ClientSecret> read(@Nullable String form, @Nullable String header) {
    return form == null
        ? Optional.ofNullable(header)
            .filter(text -> text.regionMatches(true, 0, BASIC, 0, BASIC.length()))
            .map(text -> new ClientSecret(ofPair(text.substring(BASIC.length())), true))
        : Optional.of(new ClientSecret(form, false));
  }

  /** RFC 6749 wants both parts of the pair in the encoding of forms (section 2.3.1). */
  private static String ofPair(String base64) {
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
