package org.openhtc.execution.log;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Encodes the text of a line, in pieces if it is long. A piece ends between two characters. */
final class LogLinePieces {
  /** Largest size of a piece. */
  static final int MAX_BYTES = 64 << 10;

  /** Enough for any character. */
  private static final int MIN_BYTES = 4;

  /** The most bytes that a UTF-16 code unit needs. */
  private static final int BYTES_PER_CHAR = 3;

  private LogLinePieces() {}

  /**
   * Encodes a text in UTF-8.
   *
   * @param most largest size of a piece in bytes; raised to the size of a character
   */
  static void of(String text, long most, Consumer<byte[]> sink) {
    int size = Math.clamp(most, MIN_BYTES, MAX_BYTES);
    if ((long) text.length() * BYTES_PER_CHAR <= size) {
      sink.accept(text.getBytes(StandardCharsets.UTF_8));
      return;
    }
    CharsetEncoder encoder =
        StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    CharBuffer rest = CharBuffer.wrap(text);
    ByteBuffer piece = ByteBuffer.allocate(size);
    while (encoder.encode(rest, piece, true).isOverflow()) {
      sink.accept(Arrays.copyOf(piece.array(), piece.position()));
      piece.clear();
    }
    sink.accept(Arrays.copyOf(piece.array(), piece.position()));
  }
}
