package org.openhtc.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The opaque {@code pageIndex}: the sort key of the last row of a page (keyset paging). Rows that
 * are inserted before it do not shift the next page.
 *
 * @param keys the parts of the sort key; none contains a line feed
 */
public record PageCursor(List<String> keys) {
  private static final Pattern SEPARATOR = Pattern.compile("\n");

  public PageCursor {
    keys = List.copyOf(keys);
  }

  public static PageCursor of(Object... keys) {
    return new PageCursor(java.util.Arrays.stream(keys).map(String::valueOf).toList());
  }

  public String encode() {
    byte[] plain = String.join("\n", keys).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  /**
   * Reads a {@code pageIndex} with {@code parts} sort keys.
   *
   * @throws ApiException 400 when this service did not issue it
   */
  public static PageCursor decode(String pageIndex, int parts) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(pageIndex), StandardCharsets.UTF_8);
      PageCursor cursor = new PageCursor(SEPARATOR.splitAsStream(plain).toList());
      if (cursor.keys.size() == parts && plain.indexOf('\0') < 0) {
        return cursor;
      }
    } catch (IllegalArgumentException notBase64) {
      // refused below
    }
    throw refused(pageIndex);
  }

  public String text(int part) {
    return keys.get(part);
  }

  public long number(int part) {
    try {
      return Long.parseLong(keys.get(part));
    } catch (NumberFormatException e) {
      throw refused(encode());
    }
  }

  /**
   * An index into a list.
   *
   * @throws ApiException 400 when the part is not a valid index
   */
  public int index(int part) {
    long index = number(part);
    if (index < 0 || index > Integer.MAX_VALUE) {
      throw refused(encode());
    }
    return (int) index;
  }

  /**
   * @throws ApiException 400 when the part is not a time
   */
  public Instant time(int part) {
    try {
      return Instant.parse(keys.get(part));
    } catch (DateTimeParseException e) {
      throw refused(encode());
    }
  }

  /**
   * @throws ApiException 400 when the part is not an id
   */
  public UUID id(int part) {
    try {
      return UUID.fromString(keys.get(part));
    } catch (IllegalArgumentException e) {
      throw refused(encode());
    }
  }

  private static ApiException refused(String pageIndex) {
    return ApiException.invalid(
        "pageIndex '%s' is not from a 'next' link of this service.".formatted(pageIndex));
  }
}
