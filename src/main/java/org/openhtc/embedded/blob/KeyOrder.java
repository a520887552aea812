package org.openhtc.embedded.blob;

import java.util.Comparator;

/** The order of keys in S3 listings: that of their UTF-8 bytes, which is that of code points. */
final class KeyOrder implements Comparator<String> {
  static final KeyOrder BY_CODE_POINT = new KeyOrder();

  @Override
  public int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean isMixed = Character.isSurrogate(left) != Character.isSurrogate(right);
        return isMixed ? (Character.isSurrogate(left) ? 1 : -1) : Character.compare(left, right);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
