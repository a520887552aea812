package org.openhtc.job.submission;

import java.nio.charset.StandardCharsets;
import org.openhtc.api.ApiException;

/**
 * Counts the texts of a definition in bytes of UTF-8. Engines, caches and responses hold a
 * definition many times, and a kernel accepts only limited texts.
 */
final class DefinitionSize {
  /** All texts of a definition together. */
  static final int MAX_BYTES = 256 << 10;

  /** Linux accepts an argument or variable of 128 KiB with the NUL at its end. */
  static final int MAX_STRING_BYTES = (128 << 10) - 1;

  private final String member;
  private long bytes;

  /**
   * @param member the definition, for messages
   */
  DefinitionSize(String member) {
    this.member = member;
  }

  /** Counts a text that only the service reads. */
  void count(String text) {
    bytes += utf8(text);
    if (bytes > MAX_BYTES) {
      throw ApiException.invalid("%s has more than %d bytes of text.".formatted(member, MAX_BYTES));
    }
  }

  /** Counts a text that becomes an argument of the container's process. */
  void countArgument(String text, String name) {
    requireString(utf8(text), name);
    count(text);
  }

  /** Counts a variable, which the container's process gets as one text. */
  void countVariable(String variable, String value, String name) {
    requireString(utf8(variable) + 1 + utf8(value), name);
    count(variable);
    count(value);
  }

  private static void requireString(long size, String name) {
    if (size > MAX_STRING_BYTES) {
      throw ApiException.invalid(
          "%s: one has %d bytes, more than %d.".formatted(name, size, MAX_STRING_BYTES));
    }
  }

  private static long utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
