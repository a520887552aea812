package org.openhtc.execution.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.job.log.LogFormat;

/** Removes the first lines of a log that is too long, and adds a line that reports it. */
final class LogBeginning implements Consumer<JobLogLine> {
  private final long limit;
  private final LogSegment kept = new LogSegment();
  private long excess;
  private boolean hasLines;

  private LogBeginning(long excess, long limit) {
    this.excess = excess;
    this.limit = limit;
  }

  /**
   * Removes whole lines from the beginning of a log.
   *
   * @param parts the segments of the log, changed in place
   * @param excess how many bytes to remove at least
   * @param limit largest size of the log, for the message
   */
  static void cut(List<SegmentPart> parts, long excess, long limit) {
    LogBeginning beginning = new LogBeginning(excess, limit);
    do {
      beginning.read(parts.removeFirst().read().get());
    } while (!beginning.hasLines && !parts.isEmpty());
    parts.addFirst(SegmentPart.of(beginning.kept.finish()));
  }

  @Override
  public void accept(JobLogLine line) {
    byte[] timestamp = line.timestamp().toString().getBytes(StandardCharsets.US_ASCII);
    byte[] text = line.message().getBytes(StandardCharsets.UTF_8);
    if (excess > 0) {
      excess -= timestamp.length + text.length + LogFormat.SEPARATORS;
      return;
    }
    if (!hasLines) {
      hasLines = true;
      String notice = "[Cut: only the last %d bytes of this log are kept.]".formatted(limit);
      kept.add(timestamp, notice.getBytes(StandardCharsets.US_ASCII));
    }
    kept.add(timestamp, text);
  }

  private void read(byte[] segment) {
    try {
      LogFormat.read(new ByteArrayInputStream(segment), this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
