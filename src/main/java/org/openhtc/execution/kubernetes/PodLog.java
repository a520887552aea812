package org.openhtc.execution.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.log.JobLogLine;

/** Turns a pod's log, as the API server sends it, into lines. */
final class PodLog {
  /** A longer line is divided. */
  private static final int LONGEST = 64 << 10;

  private static final int LONGEST_STAMP = 40;

  /** Comes instead of a log that is gone, or while the node's container runtime is restarted. */
  private static final String UNAVAILABLE = "unable to retrieve container logs";

  private final @Nullable Instant since;
  private final boolean isFinal;
  private final Consumer<JobLogLine> sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private Instant stamp = Instant.EPOCH;
  private boolean isContinued;

  private PodLog(@Nullable Instant since, boolean isFinal, Consumer<JobLogLine> sink) {
    this.since = since;
    this.isFinal = isFinal;
    this.sink = sink;
  }

  /**
   * Reads a whole response.
   *
   * @param since the server compares only whole seconds; null for all
   * @param isFinal whether the container had ended before; else a last line without its end is left
   *     out, because the container may still be writing it
   * @throws IOException also if the node can't read the log of an ended container
   */
  static void read(
      InputStream response, @Nullable Instant since, boolean isFinal, Consumer<JobLogLine> sink)
      throws IOException {
    PodLog log = new PodLog(since, isFinal, sink);
    InputStream body = new BufferedInputStream(response, 1 << 15);
    for (int next = body.read(); next >= 0; next = body.read()) {
      log.add(next);
    }
    if (isFinal && log.line.size() > 0) {
      log.end();
    }
  }

  private void add(int next) throws IOException {
    if (next == '\n') {
      end();
      isContinued = false;
      return;
    }
    line.write(next);
    if (line.size() >= LONGEST) {
      end();
      isContinued = true;
    }
  }

  private void end() throws IOException {
    String text = line.toString(UTF_8);
    line.reset();
    if (isContinued) {
      if (!text.isEmpty()) {
        pass(text);
      }
      return;
    }
    if (isFinal && text.startsWith(UNAVAILABLE)) {
      throw new IOException(text.strip());
    }
    int space = text.indexOf(' ');
    Instant at = space < 0 || space > LONGEST_STAMP ? null : time(text.substring(0, space));
    if (at == null) {
      pass("[engine: %s]".formatted(text.strip()));
    } else {
      stamp = at;
      pass(text.substring(space + 1));
    }
  }

  private static @Nullable Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private void pass(String message) {
    if (since == null || !stamp.isBefore(since)) {
      sink.accept(new JobLogLine(stamp, message));
    }
  }
}
