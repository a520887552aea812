package org.openhtc.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.openhtc.api.ApiException;

/** Keys as every store takes them, made of a folder and a path that a client sent. */
final class ObjectKey {
  /** Bytes of a key at most, its folder included: a limit of the protocol. */
  private static final int LONGEST = 1024;

  private static final int SHOWN = 100;

  private ObjectKey() {}

  /**
   * The key of a file in a folder.
   *
   * @throws ApiException 400 when the path is empty, too long, leaves the folder or holds control
   *     characters
   */
  static String in(String folder, String filePath) {
    String key = folder + filePath;
    if (filePath.isEmpty()) {
      throw ApiException.invalid("filePath is empty.");
    }
    if (key.getBytes(UTF_8).length > LONGEST) {
      throw ApiException.invalid(
          "filePath is too long: with its folder '%s' it has more than %d bytes."
              .formatted(folder, LONGEST));
    }
    if (filePath.codePoints().anyMatch(Character::isISOControl) || !KeyText.isXml(filePath)) {
      throw ApiException.invalid(
          "filePath '%s' has control characters.".formatted(shown(filePath)));
    }
    if (leaves(filePath)) {
      throw ApiException.invalid(
          "filePath '%s' must not begin with '/' nor have '//', '.' or '..' in it."
              .formatted(shown(filePath)));
    }
    return key;
  }

  private static boolean leaves(String filePath) {
    return filePath.startsWith("/")
        || filePath.contains("//")
        || Arrays.stream(filePath.split("/")).anyMatch(s -> s.equals(".") || s.equals(".."));
  }

  private static String shown(String text) {
    String visible = text.replaceAll("\\p{Cntrl}", "?");
    return visible.length() > SHOWN ? visible.substring(0, SHOWN) + "..." : visible;
  }
}
