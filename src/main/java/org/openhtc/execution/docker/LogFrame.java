package org.openhtc.execution.docker;

import java.io.DataInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One message of an engine's log response: a line of output, or 16 KiB of a longer line.
 *
 * @param stream 1 for stdout, 2 for stderr
 * @param payload time stamp, space, text, and usually a line feed at the end of a line
 */
record LogFrame(int stream, byte[] payload) {
  /**
   * @return null at the end of the response
   * @throws java.io.EOFException if the response ends inside a frame
   */
  static @Nullable LogFrame next(DataInputStream response) throws IOException {
    int stream = response.read();
    if (stream < 0) {
      return null;
    }
    response.readFully(new byte[3]);
    byte[] payload = new byte[response.readInt()];
    response.readFully(payload);
    return new LogFrame(stream, payload);
  }
}
