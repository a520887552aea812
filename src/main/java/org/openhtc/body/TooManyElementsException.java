package org.openhtc.body;

import java.io.Serial;

/** Ends the parsing of a list or map with too many elements. */
final class TooManyElementsException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int max;

  TooManyElementsException(int max) {
    super(null, null, false, false);
    this.max = max;
  }

  int max() {
    return max;
  }
}
