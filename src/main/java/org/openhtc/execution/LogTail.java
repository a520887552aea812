package org.openhtc.execution;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** Cuts the beginning off a log that is too long, and says so in the first line that is left. */
final class LogTail {
  /** Blank and line feed around the text. */
  private static final int SEPARATORS = 2;

  private LogTail() {}

  /** The last lines that fit, counted with their time stamps; a log that fits stays as it is. */
  static List<LogLine> of(List<LogLine> lines, DataSize limit) {
    int first = lines.size();
    for (long bytes = 0; first > 0; first--) {
      bytes += size(lines.get(first - 1));
      if (bytes > limit.toBytes()) {
        return cut(lines, Math.min(first, lines.size() - 1), limit);
      }
    }
    return lines;
  }

  private static List<LogLine> cut(List<LogLine> lines, int first, DataSize limit) {
    List<LogLine> kept = new ArrayList<>();
    String notice =
        "[Cut: only the last %d bytes of this log are kept.]".formatted(limit.toBytes());
    kept.add(new LogLine(lines.get(first).timestamp(), notice));
    kept.addAll(lines.subList(first, lines.size()));
    return kept;
  }

  private static int size(LogLine line) {
    return line.timestamp().toString().length()
        + line.message().getBytes(StandardCharsets.UTF_8).length
        + SEPARATORS;
  }
}
