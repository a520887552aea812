package org.openhtc.storage;

/** Which keys XML can represent: stores list keys in XML, which does not allow every character. */
public final class XmlText {
  private static final int FIRST_VISIBLE = 0x20;
  private static final int LAST_IN_BASIC_PLANE = 0xFFFD;

  private XmlText() {}

  /** Whether XML 1.0 allows all characters of the key. */
  public static boolean isValid(String key) {
    return key.codePoints().allMatch(XmlText::isValid);
  }

  private static boolean isValid(int character) {
    if (character < FIRST_VISIBLE) {
      return character == '\t' || character == '\n' || character == '\r';
    }
    boolean isLoneSurrogate =
        character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    boolean isNoncharacter = character > LAST_IN_BASIC_PLANE && character <= Character.MAX_VALUE;
    return !isLoneSurrogate && !isNoncharacter;
  }
}
