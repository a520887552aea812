package org.openhtc.embedded.blob;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.openhtc.digest.Sha256;

/**
 * Maps a segment of a key, which is the text between two slashes, to a file name and back. Names
 * are ASCII, so they do not depend on the locale; they are never {@code .} or {@code ..}, and they
 * contain no slash. A folder and an object of the same segment have different names. Because {@code
 * %} is escaped in segments, the marks below cannot occur in an escaped segment.
 */
final class FileNames {
  /** Ends the name of each object. */
  private static final String OBJECT = "%o";

  /** The name of a folder whose segment is empty, as in {@code a//b}. */
  private static final String EMPTY = "%e";

  /** Separates the beginning of a long segment from the hash of the whole segment. */
  private static final String HASH = "%h";

  /** The file in the folder of a long segment that contains the segment itself. */
  static final String LONG_NAME = "%name";

  /** File systems allow 255 bytes; the object's mark needs some of them. */
  private static final int LONGEST = 240;

  private static final int BEGINNING = 120;

  private FileNames() {}

  static String folder(String segment) {
    String escaped = escape(segment);
    return escaped.isEmpty() ? EMPTY : shorten(escaped, segment);
  }

  static String object(String segment) {
    return shorten(escape(segment), segment) + OBJECT;
  }

  static boolean isObject(String fileName) {
    return fileName.endsWith(OBJECT);
  }

  /** Whether the name does not contain the whole segment. */
  static boolean isShortened(String fileName) {
    return fileName.contains(HASH);
  }

  /** Whether the folder of this segment needs a file with the segment. */
  static boolean needsLongName(String segment) {
    return isShortened(folder(segment));
  }

  /** The segment of a name that is not shortened; null for files that are no part of a key. */
  static @Nullable String segment(String fileName) {
    String name = isObject(fileName) ? cut(fileName, OBJECT) : fileName;
    if (name.equals(EMPTY)) {
      return "";
    }
    return name.indexOf('%') < 0 ? name : unescape(name);
  }

  private static String cut(String fileName, String mark) {
    return fileName.substring(0, fileName.length() - mark.length());
  }

  private static String escape(String segment) {
    StringBuilder name = new StringBuilder(segment.length());
    byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xFF);
      boolean isPlain = c >= ' ' && c <= '~' && c != '%' && !(c == '.' && i == 0);
      if (isPlain) {
        name.append(c);
      } else {
        name.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      }
    }
    return name.toString();
  }

  private static String shorten(String escaped, String segment) {
    if (escaped.length() <= LONGEST) {
      return escaped;
    }
    String beginning = escaped.substring(0, BEGINNING);
    int escape = beginning.lastIndexOf('%');
    String whole = escape > BEGINNING - 3 ? beginning.substring(0, escape) : beginning;
    return whole + HASH + Sha256.hex(segment);
  }

  private static @Nullable String unescape(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '%') {
        bytes.write(c);
        continue;
      }
      if (i + 2 >= name.length() || !isHex(name.charAt(i + 1)) || !isHex(name.charAt(i + 2))) {
        return null;
      }
      bytes.write(HexFormat.fromHexDigits(name, i + 1, i + 3));
      i += 2;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isHex(char c) {
    return HexFormat.isHexDigit(c);
  }
}
