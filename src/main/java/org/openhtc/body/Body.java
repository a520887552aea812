package org.openhtc.body;

import java.util.function.Supplier;

/**
 * The body of a request. It is neither read nor parsed until the operation calls {@link #read},
 * which it does after it has checked its caller's permissions.
 *
 * @param <T> the type that the JSON is converted to
 */
public final class Body<T> {
  private final Supplier<T> reading;

  Body(Supplier<T> reading) {
    this.reading = reading;
  }

  /**
   * Reads, parses and validates the body. Call it once.
   *
   * @throws org.openhtc.api.ApiException 400 when the body is not JSON of this type or violates a
   *     constraint; 413 when it is too large; 503 when too many large bodies are in progress
   */
  public T read() {
    return reading.get();
  }
}
