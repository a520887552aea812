package org.openhtc.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;

/**
 * A body of limited size. Beyond a small size it reserves memory before it reads on. It must arrive
 * at a minimum rate, because a slow sender would keep memory reserved.
 */
final class BoundedBody extends ServletInputStream {
  /** The time that a body may take at any rate. */
  private static final long GRACE_NANOS = 20_000_000_000L;

  /**
   * In bytes per second: a large body takes ten minutes at this rate, and no slow line is slower.
   */
  private static final long MIN_RATE = 32_000;

  private final ServletInputStream source;
  private final BodyLimits limits;
  private final LongSupplier nanoTime;
  private final Runnable reservation;
  private final long begin;
  private long count;

  /**
   * @param reservation called once, before the body exceeds its small size
   */
  BoundedBody(
      ServletInputStream source, BodyLimits limits, LongSupplier nanoTime, Runnable reservation) {
    this.source = source;
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.reservation = reservation;
    this.begin = nanoTime.getAsLong();
  }

  @Override
  public int read() throws IOException {
    int read = source.read();
    return read < 0 ? read : counted(1, read);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = source.read(buffer, offset, length);
    return read < 0 ? read : counted(read, read);
  }

  private int counted(int bytes, int result) {
    boolean wasSmall = count <= limits.small();
    count += bytes;
    if (count > limits.max()) {
      throw new ApiException(ErrorCode.PAYLOAD_TOO_LARGE, limits.sentence());
    }
    long nanos = nanoTime.getAsLong() - begin;
    if (nanos > GRACE_NANOS && count < nanos / 1_000_000_000 * MIN_RATE) {
      throw new ApiException(
          ErrorCode.MALFORMED_BODY,
          "The body arrives at less than %d bytes per second.".formatted(MIN_RATE));
    }
    if (wasSmall && count > limits.small()) {
      reservation.run();
    }
    return result;
  }

  @Override
  public boolean isFinished() {
    return source.isFinished();
  }

  @Override
  public boolean isReady() {
    return source.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    source.setReadListener(listener);
  }
}
