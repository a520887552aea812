package org.openhtc.execution.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.openhtc.job.log.JobLogLine;
import org.springframework.util.unit.DataSize;

/** Removes the beginning of a log that is too long, and adds a first line that reports it. */
final class LogTruncation {
  /** Blank and line feed around the text. */
  private static final int SEPARATORS = 2;

  private LogTruncation() {}

  /** The last lines that fit into the limit, time stamps included; all lines of a log that fits. */
  static List<JobLogLine> of(List<JobLogLine> lines, DataSize limit) {
    long remaining = limit.toBytes();
    for (int i = lines.size() - 1; i >= 0; i--) {
      remaining -= size(lines.get(i));
      if (remaining < 0) {
        return cut(lines, i, limit);
      }
    }
    return lines;
  }

  /**
   * @param dropped index of the last line that does not fit
   */
  private static List<JobLogLine> cut(List<JobLogLine> lines, int dropped, DataSize limit) {
    List<JobLogLine> kept = new ArrayList<>(lines.subList(dropped + 1, lines.size()));
    if (kept.isEmpty()) {
      kept.add(end(lines.get(dropped), limit));
    }
    String notice =
        "[Cut: only the last %d bytes of this log are kept.]".formatted(limit.toBytes());
    kept.addFirst(new JobLogLine(kept.getFirst().timestamp(), notice));
    return kept;
  }

  /** A single line can be longer than the limit. Half a character at the cut is left out. */
  private static JobLogLine end(JobLogLine line, DataSize limit) {
    byte[] text = line.message().getBytes(StandardCharsets.UTF_8);
    int length = (int) Math.max(0, limit.toBytes() - size(line) + text.length);
    int from = text.length - length;
    while (from < text.length && (text[from] & 0xC0) == 0x80) {
      from++;
    }
    return new JobLogLine(
        line.timestamp(), new String(text, from, text.length - from, StandardCharsets.UTF_8));
  }

  private static int size(JobLogLine line) {
    return line.timestamp().toString().length()
        + line.message().getBytes(StandardCharsets.UTF_8).length
        + SEPARATORS;
  }
}
