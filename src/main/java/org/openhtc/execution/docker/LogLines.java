package org.openhtc.execution.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openhtc.job.log.JobLogLine;

/**
 * Joins an engine's messages into lines. A carriage return ends a line too, so a progress bar
 * becomes one line per step.
 */
final class LogLines {
  private final List<JobLogLine> lines = new ArrayList<>();
  private final Map<Integer, Unfinished> unfinished = new HashMap<>();

  void add(LogFrame frame) {
    byte[] payload = frame.payload();
    int text = indexOf(payload, ' ') + 1;
    boolean ends = payload[payload.length - 1] == '\n';
    Unfinished line = open(frame.stream(), stamp(payload, text));
    line.bytes.write(payload, text, payload.length - text - (ends ? 1 : 0));
    if (ends) {
      finish(line);
      unfinished.remove(frame.stream());
    }
  }

  /**
   * The pieces of a line have the same time stamp. Nothing else separates them from the next line,
   * because the log driver {@code local} omits the line feed after the last piece.
   */
  private Unfinished open(int stream, Instant stamp) {
    Unfinished line = unfinished.get(stream);
    if (line != null && line.timestamp.equals(stamp)) {
      return line;
    }
    if (line != null) {
      finish(line);
    }
    Unfinished next = new Unfinished(stamp, new ByteArrayOutputStream());
    unfinished.put(stream, next);
    return next;
  }

  /** The finished lines, oldest first. */
  List<JobLogLine> finished() {
    // The engine interleaves the two streams without regard to time.
    lines.sort(Comparator.comparing(JobLogLine::timestamp));
    return List.copyOf(lines);
  }

  /** As {@link #finished()}, for a container that has ended, whose last line may lack its end. */
  List<JobLogLine> all() {
    unfinished.values().forEach(this::finish);
    unfinished.clear();
    return finished();
  }

  /** Decodes only complete lines, because a piece may end within a character. */
  private void finish(Unfinished line) {
    String text = line.bytes.toString(StandardCharsets.UTF_8);
    List<String> steps =
        text.lines().filter(step -> !step.isEmpty()).toList(); // "\r" is a line end to lines()
    for (String step : steps.isEmpty() ? List.of("") : steps) {
      lines.add(new JobLogLine(line.timestamp, step));
    }
  }

  private static Instant stamp(byte[] payload, int text) {
    return Instant.parse(new String(payload, 0, text - 1, StandardCharsets.US_ASCII));
  }

  private static int indexOf(byte[] payload, char wanted) {
    int index = 0;
    while (payload[index] != wanted) {
      index++;
    }
    return index;
  }

  private record Unfinished(Instant timestamp, ByteArrayOutputStream bytes) {}
}
