package org.openhtc.execution.output;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.openhtc.job.log.JobLogLine;

/**
 * Merges the lines of stdout and stderr by time. The engine interleaves them without regard to
 * time, but not far apart, so a window of limited size suffices.
 */
final class LinesByTime {
  static final int MOST_LINES = 256;
  static final int MOST_CHARACTERS = 256 << 10;

  private final Consumer<JobLogLine> sink;
  private final Deque<JobLogLine> stdout = new ArrayDeque<>();
  private final Deque<JobLogLine> stderr = new ArrayDeque<>();
  private int characters;

  LinesByTime(Consumer<JobLogLine> sink) {
    this.sink = sink;
  }

  void addStdout(JobLogLine line) {
    add(stdout, line);
  }

  void addStderr(JobLogLine line) {
    add(stderr, line);
  }

  private void add(Deque<JobLogLine> stream, JobLogLine line) {
    stream.add(line);
    characters += line.message().length();
    while (stdout.size() + stderr.size() > MOST_LINES || characters > MOST_CHARACTERS) {
      pass(older());
    }
  }

  /** Passes on all lines. */
  void flush() {
    while (!stdout.isEmpty() || !stderr.isEmpty()) {
      pass(older());
    }
  }

  private Deque<JobLogLine> older() {
    JobLogLine out = stdout.peek();
    JobLogLine err = stderr.peek();
    if (out == null || err == null) {
      return out == null ? stderr : stdout;
    }
    return err.timestamp().isBefore(out.timestamp()) ? stderr : stdout;
  }

  private void pass(Deque<JobLogLine> stream) {
    JobLogLine line = stream.remove();
    characters -= line.message().length();
    sink.accept(line);
  }
}
