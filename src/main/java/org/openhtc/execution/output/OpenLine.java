package org.openhtc.execution.output;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;
import org.openhtc.job.log.JobLogLine;

/**
 * Joins the pieces of one stream's line. A carriage return ends a line too, so a progress bar
 * becomes one line per step. A line that is too long is passed on in pieces, of which each ends
 * with a whole character.
 */
final class OpenLine {
  static final int LONGEST = 64 << 10;

  private final Consumer<JobLogLine> sink;
  private Instant stamp = Instant.EPOCH;
  private byte[] bytes = new byte[256];
  private int length;
  private boolean isOpen;
  private boolean isPassed;

  OpenLine(Consumer<JobLogLine> sink) {
    this.sink = sink;
  }

  /**
   * The pieces of a line have the same time stamp. Nothing else separates them from the next line,
   * because the log driver {@code local} omits the line feed after the last piece.
   */
  void begin(Instant newStamp) {
    if (isOpen && stamp.equals(newStamp)) {
      return;
    }
    end();
    stamp = newStamp;
    isOpen = true;
    isPassed = false;
  }

  void append(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] == '\r' || text[i] == '\n') {
        passStep();
      } else {
        append(text[i]);
      }
    }
  }

  private void append(byte next) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(2 * length, LONGEST));
    }
    bytes[length++] = next;
    if (length == LONGEST) {
      pass(length - incompleteCharacter());
    }
  }

  /** Passes on what is left of the line; an empty line is a line too. */
  void end() {
    passStep();
    if (isOpen && !isPassed) {
      pass(0);
    }
    isOpen = false;
  }

  private void passStep() {
    if (length > 0) {
      pass(length);
    }
  }

  private void pass(int count) {
    sink.accept(new JobLogLine(stamp, new String(bytes, 0, count, StandardCharsets.UTF_8)));
    length -= count;
    System.arraycopy(bytes, count, bytes, 0, length);
    isPassed = true;
  }

  /** How many bytes at the end begin a character of UTF-8 without its end. */
  private int incompleteCharacter() {
    for (int back = 1; back <= 3; back++) {
      int candidate = bytes[length - back] & 0xff;
      if (candidate < 0x80) {
        return 0;
      }
      if (candidate >= 0xc0) {
        return size(candidate) > back ? back : 0;
      }
    }
    return 0;
  }

  private static int size(int firstByte) {
    if (firstByte >= 0xf0) {
      return 4;
    }
    return firstByte >= 0xe0 ? 3 : 2;
  }
}
