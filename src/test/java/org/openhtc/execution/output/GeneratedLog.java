package org.openhtc.execution.output;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A log response that is generated while it is read. */
final class GeneratedLog extends InputStream {
  private static final String STAMP = "2026-11-22T20:12:44.423813283Z ";

  private final byte[] frame;
  private final byte[] end;
  private long frames;
  private ByteBuffer current = ByteBuffer.allocate(0);

  /**
   * @param text of each frame
   * @param end text of the last frame
   */
  GeneratedLog(long frames, byte[] text, String end) {
    this.frames = frames;
    this.frame = frame(text);
    this.end = frame(end.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] frame(byte[] text) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    byte[] stamp = STAMP.getBytes(StandardCharsets.US_ASCII);
    frame.writeBytes(new byte[] {1, 0, 0, 0});
    frame.writeBytes(ByteBuffer.allocate(4).putInt(stamp.length + text.length).array());
    frame.writeBytes(stamp);
    frame.writeBytes(text);
    return frame.toByteArray();
  }

  private boolean isAtEnd() {
    if (!current.hasRemaining() && frames >= 0) {
      current = ByteBuffer.wrap(frames-- > 0 ? frame : end);
    }
    return !current.hasRemaining();
  }

  @Override
  public int read() {
    return isAtEnd() ? -1 : current.get() & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (isAtEnd()) {
      return -1;
    }
    int count = Math.min(length, current.remaining());
    current.get(buffer, offset, count);
    return count;
  }
}
