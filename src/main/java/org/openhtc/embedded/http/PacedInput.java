package org.openhtc.embedded.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** A body that must arrive with the minimum rate. */
public final class PacedInput extends FilterInputStream {
  private final Pace pace;

  public PacedInput(InputStream in, StoreLimits limits) {
    super(in);
    this.pace = new Pace(limits);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int count = in.read(target, offset, length);
      if (count > 0) {
        pace.add(count);
      }
      return count;
    } catch (SocketTimeoutException e) {
      throw S3Error.tooSlow();
    }
  }
}
