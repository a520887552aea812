package org.openhtc.job.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.openhtc.job.SmallLog;

/**
 * The form of stored logs: one or more gzip members, whose lines consist of time stamp, space, text
 * and line feed.
 */
public final class LogFormat {
  /** The space and the line feed around the text. */
  public static final int SEPARATORS = 2;

  private static final int BUFFER = 1 << 15;

  private LogFormat() {}

  /** Writes one line, not compressed. */
  public static void write(OutputStream out, byte[] timestamp, byte[] text) throws IOException {
    out.write(timestamp);
    out.write(' ');
    out.write(text);
    out.write('\n');
  }

  /**
   * Reads a stored log line by line, so that a log of any size needs little memory.
   *
   * @throws IOException if the log can't be read to its end
   */
  public static void read(InputStream stored, Consumer<JobLogLine> sink) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    try (GZIPInputStream plain = new GZIPInputStream(new MemberStream(stored), BUFFER)) {
      for (int count = plain.read(buffer); count >= 0; count = plain.read(buffer)) {
        int from = 0;
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n') {
            line.write(buffer, from, i - from);
            sink.accept(line(line.toString(StandardCharsets.UTF_8)));
            line.reset();
            from = i + 1;
          }
        }
        line.write(buffer, from, count - from);
      }
    }
  }

  /** As {@link #read(InputStream, Consumer)}, for a log from the database. */
  public static void read(SmallLog stored, Consumer<JobLogLine> sink) {
    try {
      read(new ByteArrayInputStream(stored.gzip()), sink);
    } catch (IOException e) {
      throw new UncheckedIOException("a stored log is damaged", e);
    }
  }

  private static JobLogLine line(String stored) {
    int space = stored.indexOf(' ');
    return new JobLogLine(Instant.parse(stored.substring(0, space)), stored.substring(space + 1));
  }

  /**
   * Reports that bytes are available until the end is reached. {@link GZIPInputStream} takes a
   * member for the last one if no byte is available after it, as happens between two packets.
   */
  private static final class MemberStream extends PushbackInputStream {
    MemberStream(InputStream in) {
      super(in);
    }

    @Override
    public int available() throws IOException {
      int next = read();
      if (next < 0) {
        return 0;
      }
      unread(next);
      return 1;
    }
  }
}
