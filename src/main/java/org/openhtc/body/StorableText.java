package org.openhtc.body;

import java.nio.charset.StandardCharsets;

/** Texts that UTF-8 and PostgreSQL can represent. */
public final class StorableText {
  private StorableText() {}

  /** False if the text contains NUL or half of a surrogate pair. */
  public static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /** The text for a message, with the characters replaced that cannot be represented. */
  public static String shown(String text) {
    byte[] encoded = text.replace("\0", "\\u0000").getBytes(StandardCharsets.UTF_8);
    return new String(encoded, StandardCharsets.UTF_8);
  }
}
