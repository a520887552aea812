package org.openhtc.stream;

import java.io.IOException;

/** Ends the work for a stream that nobody reads any more, or that has to end. */
final class StreamClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StreamClosedException() {
    super(null, null, false, false);
  }

  StreamClosedException(IOException clientIsGone) {
    super(null, clientIsGone, false, false);
  }
}
