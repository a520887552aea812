package org.openhtc.job.submission;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.body.StorableText;

/** Rules for the texts and lists of a submission. Lengths are in code points. */
final class TextRules {
  static final int MAX_TEXT = 255;
  private static final int SHOWN = 60;

  private TextRules() {}

  /**
   * @throws ApiException 400 when the text is too long or contains a character that can't be stored
   */
  static @Nullable String text(@Nullable String value, String member, int max) {
    // A text has at least half as many code points as characters.
    if (value != null
        && (value.length() > 2 * max || value.codePointCount(0, value.length()) > max)) {
      throw ApiException.invalid(
          "%s '%s' is longer than %d characters.".formatted(member, shown(value), max));
    }
    return value == null ? null : storable(value, member);
  }

  /** Neither an argument vector nor PostgreSQL can represent the character 0. */
  static String storable(String value, String member) {
    if (value.indexOf('\0') >= 0) {
      throw ApiException.invalid("%s contains a NUL character.".formatted(member));
    }
    if (!StorableText.isStorable(value)) {
      throw ApiException.invalid("%s contains half of a surrogate pair.".formatted(member));
    }
    return value;
  }

  /**
   * The list, or an empty one.
   *
   * @throws ApiException 400 when it has too many elements
   */
  static <T extends @Nullable Object> List<T> list(
      @Nullable List<T> given, String member, int max) {
    List<T> list = Objects.requireNonNullElse(given, List.<T>of());
    atMost(list.size(), member, max);
    return list;
  }

  /** Refuses a list or map with too many elements. */
  static void atMost(int size, String member, int max) {
    if (size > max) {
      throw ApiException.invalid("%s has %d elements, more than %d.".formatted(member, size, max));
    }
  }

  static <T> T required(@Nullable T value, String member) {
    if (value == null) {
      throw ApiException.invalid("%s is missing.".formatted(member));
    }
    return value;
  }

  /** The beginning of a text, for messages. */
  static String shown(String value) {
    return value.codePointCount(0, value.length()) <= SHOWN
        ? StorableText.shown(value)
        : StorableText.shown(value.substring(0, value.offsetByCodePoints(0, SHOWN))) + "...";
  }
}
