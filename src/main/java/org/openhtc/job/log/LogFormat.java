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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.SmallLog;

/**
 * The form of stored logs: one or more gzip members, whose lines consist of time stamp, space, text
 * and line feed.
 */
public final class LogFormat {
  /** The space and the line feed around the text. */
  public static final int SEPARATORS = 2;

  private static final int BUFFER = 1 << 15;

  /** A few kilobytes can contain megabytes of equal text, which is not worth reading for a line. */
  private static final long MOST_FOR_THE_LAST = 256 << 10;

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
    readLines(stored, Long.MAX_VALUE, text -> sink.accept(line(text)));
  }

  /**
   * @param most bytes that are read
   * @return whether these are all
   */
  private static boolean readLines(InputStream stored, long most, Consumer<String> sink)
      throws IOException {
    long left = most;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    try (GZIPInputStream plain = new GZIPInputStream(new MemberStream(stored), BUFFER)) {
      for (int count = plain.read(buffer); count >= 0; count = plain.read(buffer)) {
        left -= count;
        if (left < 0) {
          return false;
        }
        int from = 0;
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n') {
            line.write(buffer, from, i - from);
            sink.accept(line.toString(StandardCharsets.UTF_8));
            line.reset();
            from = i + 1;
          }
        }
        line.write(buffer, from, count - from);
      }
    }
    return true;
  }

  /** As {@link #read(InputStream, Consumer)}, for a log from the database. */
  public static void read(SmallLog stored, Consumer<JobLogLine> sink) {
    try {
      read(new ByteArrayInputStream(stored.gzip()), sink);
    } catch (IOException e) {
      throw new UncheckedIOException("a stored log is damaged", e);
    }
  }

  /** The text of the last line; empty without lines, and for a log that is long when unpacked. */
  public static Optional<String> lastText(SmallLog stored) {
    AtomicReference<@Nullable String> last = new AtomicReference<>();
    try (InputStream gzip = new ByteArrayInputStream(stored.gzip())) {
      boolean isComplete = readLines(gzip, MOST_FOR_THE_LAST, last::set);
      return isComplete ? Optional.ofNullable(last.get()).map(LogFormat::text) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("a stored log is damaged", e);
    }
  }

  private static JobLogLine line(String stored) {
    return new JobLogLine(Instant.parse(stored.substring(0, stored.indexOf(' '))), text(stored));
  }

  private static String text(String stored) {
    return stored.substring(stored.indexOf(' ') + 1);
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
