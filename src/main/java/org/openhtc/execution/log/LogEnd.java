package org.openhtc.execution.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.job.log.LogFormat;

/** The last lines of a large log, whose project has no space for all of it. */
final class LogEnd implements Consumer<JobLogLine> {
  /** As much as a small log has at least, for which there is always space. */
  static final int BYTES = 6 << 10;

  static final String NOTICE =
      "[Cut: the logs of the project use as much space as they may, so only the end is kept.]";

  private record Line(byte[] timestamp, byte[] text) {
    int size() {
      return timestamp.length + text.length + LogFormat.SEPARATORS;
    }
  }

  private final Deque<Line> lines = new ArrayDeque<>();
  private int bytes;

  private LogEnd() {}

  /** The last lines of the log with a line that reports the cut; at least one line of the log. */
  static SegmentPart of(List<SegmentPart> log) {
    LogEnd end = new LogEnd();
    // The last segment may have been begun just before the end.
    log.subList(Math.max(0, log.size() - 2), log.size()).forEach(end::read);
    LogSegment kept = new LogSegment();
    kept.add(end.lines.getFirst().timestamp, NOTICE.getBytes(StandardCharsets.US_ASCII));
    end.lines.forEach(line -> kept.add(line.timestamp, line.text));
    return SegmentPart.of(kept.finish());
  }

  private void read(SegmentPart segment) {
    try {
      LogFormat.read(new ByteArrayInputStream(segment.read().get()), this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void accept(JobLogLine line) {
    byte[] timestamp = line.timestamp().toString().getBytes(StandardCharsets.US_ASCII);
    Line added = new Line(timestamp, end(line.message().getBytes(StandardCharsets.UTF_8)));
    lines.addLast(added);
    bytes += added.size();
    while (bytes > BYTES && lines.size() > 1) {
      bytes -= lines.removeFirst().size();
    }
  }

  /** The end of a long text, from the beginning of a character on. */
  private static byte[] end(byte[] text) {
    int from = Math.max(0, text.length - BYTES);
    while (from > 0 && from < text.length && isWithinCharacter(text[from])) {
      from++;
    }
    return from == 0 ? text : Arrays.copyOfRange(text, from, text.length);
  }

  private static boolean isWithinCharacter(byte utf8) {
    return (utf8 & 0xC0) == 0x80;
  }
}
