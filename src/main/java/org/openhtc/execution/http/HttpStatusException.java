package org.openhtc.execution.http;

import java.io.IOException;

/** A response whose status is not 2xx. */
public final class HttpStatusException extends IOException {
  private final int status;
  private final String body;

  HttpStatusException(int status, String body) {
    super("status %d: %s".formatted(status, body));
    this.status = status;
    this.body = body;
  }

  public int status() {
    return status;
  }

  /** The beginning of the body. */
  public String body() {
    return body;
  }
}
