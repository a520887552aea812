package org.openhtc.execution.docker;

import java.io.DataInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One message of an engine's log answer: a line of output, or 16 KiB of a longer one.
 *
 * @param stream 1 for stdout, 2 for stderr
 * @param payload time stamp, space, text, and mostly a line feed when the line ends here
 */
record LogFrame(int stream, byte[] payload) {
  /**
   * @return null at the end of the answer
   * @throws java.io.EOFException when the answer breaks off inside a frame
   */
  static @Nullable LogFrame next(DataInputStream answer) throws IOException {
    int stream = answer.read();
    if (stream < 0) {
      return null;
    }
    answer.readFully(new byte[3]);
    byte[] payload = new byte[answer.readInt()];
    answer.readFully(payload);
    return new LogFrame(stream, payload);
  }
}
