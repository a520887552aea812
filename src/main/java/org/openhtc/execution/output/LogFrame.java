package org.openhtc.execution.output;

import java.io.DataInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One message of an engine's log response: a line of output, or 16 KiB of a longer line.
 *
 * @param stream 1 for stdout, 2 for stderr, 3 for an error of the engine
 * @param payload time stamp, space, text, and usually a line feed at the end of a line; an error of
 *     the engine has no time stamp
 */
record LogFrame(int stream, byte[] payload) {
  static final int STDOUT = 1;
  static final int STDERR = 2;

  /** Far above what an engine sends; a longer frame means that this is no log. */
  private static final int LONGEST = 4 << 20;

  /**
   * @return null at the end of the response
   * @throws java.io.EOFException if the response ends inside a frame
   * @throws IOException also if the response is not a log
   */
  static @Nullable LogFrame next(DataInputStream response) throws IOException {
    int stream = response.read();
    if (stream < 0) {
      return null;
    }
    response.skipNBytes(3);
    int length = response.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("a log frame of %d bytes".formatted(length));
    }
    byte[] payload = new byte[length];
    response.readFully(payload);
    return new LogFrame(stream, payload);
  }
}
