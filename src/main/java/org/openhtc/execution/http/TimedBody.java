package org.openhtc.execution.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body whose reader has the limit of its call for each wait, and none between the waits. */
final class TimedBody extends FilterInputStream {
  private final RunningCall call;

  TimedBody(InputStream body, RunningCall call) {
    super(body);
    this.call = call;
  }

  @Override
  public int read() throws IOException {
    call.restart();
    try {
      return super.read();
    } finally {
      call.suspend();
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    call.restart();
    try {
      return super.read(buffer, offset, length);
    } finally {
      call.suspend();
    }
  }
}
