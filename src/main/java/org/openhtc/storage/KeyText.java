package org.openhtc.storage;

/** What characters mean to a key: stores tell of keys in XML, which can't name them all. */
public final class KeyText {
  private static final int FIRST_VISIBLE = 0x20;
  private static final int LAST_BELOW_ASTRAL = 0xFFFD;

  private KeyText() {}

  /** Whether a document of XML 1.0 may have all of these characters in it. */
  public static boolean isXml(String key) {
    return key.codePoints().allMatch(KeyText::isXml);
  }

  private static boolean isXml(int character) {
    if (character < FIRST_VISIBLE) {
      return character == '\t' || character == '\n' || character == '\r';
    }
    boolean isHalfOfOne =
        character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    boolean isNone = character > LAST_BELOW_ASTRAL && character <= Character.MAX_VALUE;
    return !isHalfOfOne && !isNone;
  }
}
