package org.openhtc.workspace;

import java.security.SecureRandom;

/** Short ids for people, such as {@code qWoUFxTb}. */
final class ShortId {
  /** The format of ids that an administrator chooses. */
  static final String PLAIN = "[A-Za-z0-9_-]{1,64}";

  static final String NOT_PLAIN = "must be 1 to 64 letters, digits, '_' or '-'";

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private ShortId() {}

  /** A random id. A collision is very unlikely (1 in 62^8), and the primary key prevents it. */
  static String next() {
    return RANDOM
        .ints(LENGTH, 0, LETTERS.length())
        .mapToObj(i -> LETTERS.substring(i, i + 1))
        .collect(java.util.stream.Collectors.joining());
  }
}
