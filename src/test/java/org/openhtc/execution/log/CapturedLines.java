package org.openhtc.execution.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.job.log.LogFormat;

/** Reads captured logs in tests. */
final class CapturedLines {
  private CapturedLines() {}

  static List<JobLogLine> of(CapturedLog log) {
    List<JobLogLine> lines = new ArrayList<>();
    forEach(log, lines::add);
    return lines;
  }

  static void forEach(CapturedLog log, Consumer<JobLogLine> sink) {
    try (InputStream content = content(log)) {
      if (content != null) {
        LogFormat.read(content, sink);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable InputStream content(CapturedLog log) {
    return switch (log) {
      case CapturedLog.Missing missing -> null;
      case CapturedLog.Empty empty -> null;
      case CapturedLog.Lost lost -> new ByteArrayInputStream(lost.log().gzip());
      case CapturedLog.Small small -> new ByteArrayInputStream(small.log().gzip());
      case CapturedLog.Large large -> large.content().open().get();
    };
  }
}
