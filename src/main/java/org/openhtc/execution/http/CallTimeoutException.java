package org.openhtc.execution.http;

import java.io.IOException;

/** The time limit of a call passed; its connection was closed. */
public final class CallTimeoutException extends IOException {
  CallTimeoutException(Throwable cause) {
    super("the time limit passed", cause);
  }
}
