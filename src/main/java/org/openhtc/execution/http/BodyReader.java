package org.openhtc.execution.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the body of a successful response. What it leaves unread is discarded. It must not close
 * the body.
 */
@FunctionalInterface
public interface BodyReader<T> {
  /** For responses of which only the status is needed. */
  BodyReader<Boolean> NOTHING = body -> true;

  /** Fails with an {@code IOException} if the body ends early. */
  T read(InputStream body) throws IOException;
}
