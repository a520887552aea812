package org.openhtc.storage;

/** What characters mean to a key: stores tell of keys in XML, which can't name them all. */
public final class KeyText {
  private static final int FIRST_VISIBLE = 0x20;
  private static final int LAST_OF_A_PLANE = 0xFFFD;

  private KeyText() {}

  /**
   * Whether a document of XML 1.0 tells the key as it is. Of control characters it can't have most
   * and changes others.
   */
  public static boolean survivesXml(String key) {
    return key.codePoints().allMatch(KeyText::survivesXml);
  }

  private static boolean survivesXml(int character) {
    boolean isHalfOfOne =
        character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    boolean isNone = character > LAST_OF_A_PLANE && character <= Character.MAX_VALUE;
    return character >= FIRST_VISIBLE && !isHalfOfOne && !isNone;
  }
}
