package org.openhtc.execution.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openhtc.job.log.JobLogLine;

class PodLogTest {
  private static final String FIRST = "2026-11-27T12:00:00.000000001Z";
  private static final String SECOND = "2026-11-27T12:00:00.000000002Z";

  @Test
  void linesHaveTheirTimes() throws IOException {
    assertThat(read(FIRST + " one\n" + SECOND + " \n", null, true))
        .containsExactly(
            new JobLogLine(Instant.parse(FIRST), "one"), new JobLogLine(Instant.parse(SECOND), ""));
  }

  @Test
  void lineWithoutItsEndIsLeftOutWhileTheContainerRuns() throws IOException {
    assertThat(read(FIRST + " one\n" + SECOND + " tw", null, false)).hasSize(1);
    assertThat(read(FIRST + " one\n" + SECOND + " tw", null, true)).hasSize(2);
  }

  @Test
  void earlierLinesOfTheSameSecondAreLeftOut() throws IOException {
    assertThat(read(FIRST + " one\n" + SECOND + " two\n", Instant.parse(SECOND), true))
        .extracting(JobLogLine::message)
        .containsExactly("two");
  }

  @Test
  void longLineComesInPieces() throws IOException {
    List<JobLogLine> lines = read(FIRST + " " + "x".repeat(150_000) + "\n", null, true);
    assertThat(lines).hasSize(3);
    assertThat(String.join("", lines.stream().map(JobLogLine::message).toList()))
        .isEqualTo("x".repeat(150_000));
    assertThat(lines).extracting(JobLogLine::timestamp).containsOnly(Instant.parse(FIRST));
  }

  @Test
  void logThatTheNodeCannotReadIsMarkedAndNoCompleteLog() throws IOException {
    String unavailable = "unable to retrieve container logs for containerd://1";
    assertThatThrownBy(() -> read(unavailable, null, true)).hasMessage(unavailable);
    assertThat(read(unavailable + "\n", null, false))
        .extracting(JobLogLine::message)
        .containsExactly("[engine: unable to retrieve container logs for containerd://1]");
  }

  private static List<JobLogLine> read(String log, @Nullable Instant since, boolean isFinal)
      throws IOException {
    List<JobLogLine> lines = new ArrayList<>();
    PodLog.read(new ByteArrayInputStream(log.getBytes(UTF_8)), since, isFinal, lines::add);
    return lines;
  }
}
