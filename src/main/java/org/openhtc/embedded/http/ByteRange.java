package org.openhtc.embedded.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of an object's content.
 *
 * @param first position of its first byte
 * @param length number of its bytes
 */
public record ByteRange(long first, long length) {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /**
   * The range that a client requests. Null for the whole content: as on AWS also when the header is
   * malformed or has several ranges.
   *
   * @throws S3Error when the content is shorter
   */
  public static @Nullable ByteRange of(@Nullable String header, long size) {
    Matcher range = RANGE.matcher(header == null ? "" : header.strip());
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return null;
    }
    if (range.group(1).isEmpty()) {
      long length = Math.min(size, Long.parseLong(range.group(2)));
      return checked(size - length, length, size);
    }
    long first = Long.parseLong(range.group(1));
    long last =
        range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
    if (!range.group(2).isEmpty() && Long.parseLong(range.group(2)) < first) {
      return null;
    }
    return checked(first, last - first + 1, size);
  }

  public String header(long size) {
    return "bytes %d-%d/%d".formatted(first, first + length - 1, size);
  }

  private static ByteRange checked(long first, long length, long size) {
    if (first >= size || length == 0) {
      throw S3Error.of(416, "InvalidRange", "The requested range is not satisfiable");
    }
    return new ByteRange(first, length);
  }
}
