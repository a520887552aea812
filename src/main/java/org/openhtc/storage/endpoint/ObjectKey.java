package org.openhtc.storage.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.openhtc.api.ApiException;
import org.openhtc.storage.XmlText;

/** Builds keys that every store accepts, from a folder and a path that a client sent. */
final class ObjectKey {
  /** Maximum length of a key, including its folder: a limit of the S3 protocol. */
  private static final int MAX_BYTES = 1024;

  /** Characters of a path that error messages quote. */
  private static final int MAX_QUOTED = 100;

  private ObjectKey() {}

  /**
   * The key of a file in a folder.
   *
   * @throws ApiException 400 when the path is empty, too long, leaves the folder or contains
   *     control characters
   */
  static String in(String folder, String filePath) {
    String key = folder + filePath;
    if (filePath.isEmpty()) {
      throw ApiException.invalid("filePath is empty.");
    }
    if (key.getBytes(UTF_8).length > MAX_BYTES) {
      throw ApiException.invalid(
          "filePath is too long: with its folder '%s' it has more than %d bytes."
              .formatted(folder, MAX_BYTES));
    }
    if (filePath.codePoints().anyMatch(Character::isISOControl) || !XmlText.isValid(filePath)) {
      throw ApiException.invalid(
          "filePath '%s' contains control characters.".formatted(quoted(filePath)));
    }
    if (leavesFolder(filePath)) {
      throw ApiException.invalid(
          "filePath '%s' must not begin with '/' or contain '//', '.' or '..' as a segment."
              .formatted(quoted(filePath)));
    }
    return key;
  }

  private static boolean leavesFolder(String filePath) {
    return filePath.startsWith("/")
        || filePath.contains("//")
        || Arrays.stream(filePath.split("/")).anyMatch(s -> s.equals(".") || s.equals(".."));
  }

  private static String quoted(String text) {
    String visible = text.replaceAll("\\p{Cntrl}", "?");
    return visible.length() > MAX_QUOTED ? visible.substring(0, MAX_QUOTED) + "..." : visible;
  }
}
