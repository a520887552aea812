package org.openhtc.stream;

import java.io.IOException;

/** Ends the writing of a stream whose client has disconnected, or which has to end. */
final class StreamClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StreamClosedException() {
    super(null, null, false, false);
  }

  StreamClosedException(IOException disconnected) {
    super(null, disconnected, false, false);
  }
}
