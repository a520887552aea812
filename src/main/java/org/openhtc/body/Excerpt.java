package org.openhtc.body;

/** The beginning of a client's text, for messages: no message repeats megabytes of a request. */
final class Excerpt {
  private static final int LENGTH = 100;

  private Excerpt() {}

  static String of(String text) {
    return text.codePointCount(0, text.length()) <= LENGTH
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LENGTH)) + "...";
  }
}
