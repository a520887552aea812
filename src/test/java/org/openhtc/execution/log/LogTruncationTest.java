package org.openhtc.execution.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openhtc.job.log.JobLogLine;
import org.springframework.util.unit.DataSize;

class LogTruncationTest {
  private static final Instant START = Instant.parse("2026-11-22T20:00:00Z");

  /** Ten lines, each with 20 bytes of time stamp, 8 of text and 2 separators. */
  private final List<JobLogLine> lines =
      IntStream.range(0, 10)
          .mapToObj(i -> new JobLogLine(START.plusSeconds(i), "line %03d".formatted(i)))
          .toList();

  @Test
  void logThatFitsIsUnchanged() {
    assertThat(LogTruncation.of(lines, DataSize.ofBytes(300))).isEqualTo(lines);
    assertThat(LogTruncation.of(List.of(), DataSize.ofBytes(300))).isEmpty();
  }

  @Test
  void endIsKeptAndTheFirstLineReportsTheCut() {
    List<JobLogLine> kept = LogTruncation.of(lines, DataSize.ofBytes(299));
    assertThat(kept.getFirst())
        .isEqualTo(
            new JobLogLine(
                START.plusSeconds(1), "[Cut: only the last 299 bytes of this log are kept.]"));
    assertThat(kept.subList(1, kept.size())).isEqualTo(lines.subList(1, 10));
  }

  @Test
  void lastLineThatIsTooLongIsCut() {
    List<JobLogLine> one = List.of(new JobLogLine(START, "ä".repeat(1000)));
    List<JobLogLine> kept = LogTruncation.of(one, DataSize.ofBytes(122));
    assertThat(kept).hasSize(2);
    assertThat(kept.getLast().message()).isEqualTo("ä".repeat(50));
  }
}
