package org.openhtc.execution.output;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.openhtc.job.log.JobLogLine;

/** Turns an engine's log response into lines, one after another. */
public final class LogLines {
  private static final int BUFFER = 32 << 10;

  private final LinesByTime window;
  private final OpenLine stdout;
  private final OpenLine stderr;
  private final LogStamps stamps = new LogStamps();
  private Instant lastStamp = Instant.EPOCH;

  LogLines(Consumer<JobLogLine> sink) {
    window = new LinesByTime(sink);
    stdout = new OpenLine(window::addStdout);
    stderr = new OpenLine(window::addStderr);
  }

  /**
   * Reads a whole response.
   *
   * @param isFinal whether the container had ended before; else a last line without its end is left
   *     out, because the container may still be writing it
   * @param sink receives the lines
   * @throws IOException if the response breaks; the sink has received some of the lines
   */
  public static void read(InputStream response, boolean isFinal, Consumer<JobLogLine> sink)
      throws IOException {
    LogLines lines = new LogLines(sink);
    DataInputStream body = new DataInputStream(new BufferedInputStream(response, BUFFER));
    for (LogFrame next = LogFrame.next(body); next != null; next = LogFrame.next(body)) {
      lines.add(next);
    }
    lines.end(isFinal);
  }

  void add(LogFrame frame) {
    byte[] payload = frame.payload();
    int stampLength = indexOfSpace(payload);
    Instant stamp =
        frame.stream() == LogFrame.STDOUT || frame.stream() == LogFrame.STDERR
            ? stamps.parse(payload, stampLength)
            : null;
    if (stamp == null) {
      addMessage(payload);
    } else {
      lastStamp = stamp;
      add(frame.stream() == LogFrame.STDERR ? stderr : stdout, stamp, payload, stampLength + 1);
    }
  }

  private static void add(OpenLine line, Instant stamp, byte[] payload, int text) {
    boolean isEnd = payload[payload.length - 1] == '\n';
    line.begin(stamp);
    line.append(payload, text, isEnd ? payload.length - 1 : payload.length);
    if (isEnd) {
      line.end();
    }
  }

  /** A message of the engine itself, for example that the rest of the log is damaged. */
  private void addMessage(byte[] payload) {
    int length = Math.min(payload.length, OpenLine.LONGEST);
    String message = new String(payload, 0, length, StandardCharsets.UTF_8).strip();
    window.addStderr(new JobLogLine(lastStamp, "[engine: %s]".formatted(message)));
  }

  void end(boolean isFinal) {
    if (isFinal) {
      stdout.end();
      stderr.end();
    }
    window.flush();
  }

  private static int indexOfSpace(byte[] payload) {
    int index = 0;
    while (index < payload.length && payload[index] != ' ') {
      index++;
    }
    return index;
  }
}
