package org.openhtc.stream;

import java.io.IOException;

/** Ends the work for a stream that nobody reads any more, or that has to end. */
final class StreamOver extends RuntimeException {
  private static final long serialVersionUID = 1;

  StreamOver() {
    super(null, null, false, false);
  }

  StreamOver(IOException clientIsGone) {
    super(null, clientIsGone, false, false);
  }
}
