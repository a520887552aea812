package org.openhtc.execution.output;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Parses the time stamps of successive lines, such as {@code 2026-11-27T10:00:00.123456789Z}. Most
 * of them are in the same second as the one before, which then is not parsed again.
 */
final class LogStamps {
  /** Length of a stamp without its fraction of a second. */
  private static final int SECOND = 19;

  /** Length of a stamp with nine digits and the offset of a time zone. */
  private static final int LONGEST = 35;

  private byte[] second = new byte[0];
  private long epochSecond;

  /**
   * @param length of the stamp at the beginning of the payload
   * @return null if there is no stamp
   */
  @Nullable Instant parse(byte[] payload, int length) {
    if (length <= SECOND || length > LONGEST) {
      return null;
    }
    try {
      if (payload[length - 1] != 'Z') {
        return Instant.parse(text(payload, length)); // an engine that runs in another time zone
      }
      if (!Arrays.equals(second, 0, second.length, payload, 0, SECOND)) {
        epochSecond = Instant.parse(text(payload, SECOND) + "Z").getEpochSecond();
        second = Arrays.copyOf(payload, SECOND);
      }
      int nanos = nanos(payload, length - 1);
      return nanos < 0 ? null : Instant.ofEpochSecond(epochSecond, nanos);
    } catch (DateTimeException noStamp) {
      return null;
    }
  }

  /** Negative if there is no fraction of up to nine digits between the second and the end. */
  private static int nanos(byte[] payload, int end) {
    if (end == SECOND) {
      return 0;
    }
    int digits = end - SECOND - 1;
    if (payload[SECOND] != '.' || digits > 9) {
      return -1;
    }
    int nanos = 0;
    for (int i = SECOND + 1; i < end; i++) {
      int digit = payload[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      nanos = nanos * 10 + digit;
    }
    for (int i = digits; i < 9; i++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static String text(byte[] payload, int length) {
    return new String(payload, 0, length, StandardCharsets.US_ASCII);
  }
}
