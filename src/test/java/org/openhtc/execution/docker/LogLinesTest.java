package org.openhtc.execution.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openhtc.job.log.JobLogLine;

class LogLinesTest {
  private static final String FIRST = "2026-11-22T20:12:44.423813283Z ";
  private static final String SECOND = "2026-11-22T20:12:44.454120593Z ";
  private final LogLines lines = new LogLines();

  @Test
  void piecesOfOneStreamAreJoined() {
    lines.add(new LogFrame(1, (FIRST + "a").getBytes(UTF_8)));
    lines.add(new LogFrame(2, (SECOND + "other\n").getBytes(UTF_8)));
    lines.add(new LogFrame(1, (FIRST + "b\n").getBytes(UTF_8)));
    assertThat(lines.finished()).extracting(JobLogLine::message).containsExactly("ab", "other");
  }

  @Test
  void nextStampEndsALineWithoutLineFeed() {
    lines.add(new LogFrame(1, (FIRST + "a").getBytes(UTF_8)));
    lines.add(new LogFrame(1, (SECOND + "b\n").getBytes(UTF_8)));
    assertThat(lines.finished()).extracting(JobLogLine::message).containsExactly("a", "b");
  }

  @Test
  void unfinishedLineIsHeldBackUntilTheEnd() {
    lines.add(new LogFrame(1, (FIRST + "a").getBytes(UTF_8)));
    assertThat(lines.finished()).isEmpty();
    assertThat(lines.all()).extracting(JobLogLine::message).containsExactly("a");
  }

  @Test
  void characterAcrossTwoPiecesIsJoined() {
    byte[] character = "ä".getBytes(UTF_8);
    lines.add(frame(FIRST, new byte[] {character[0]}));
    lines.add(frame(FIRST, new byte[] {character[1], '\n'}));
    assertThat(lines.finished()).extracting(JobLogLine::message).containsExactly("ä");
  }

  @Test
  void carriageReturnsEndLinesAndEmptyLinesAreKept() {
    lines.add(new LogFrame(1, (FIRST + "1%\r2%\r\n").getBytes(UTF_8)));
    lines.add(new LogFrame(1, (SECOND + "\n").getBytes(UTF_8)));
    assertThat(lines.finished()).extracting(JobLogLine::message).containsExactly("1%", "2%", "");
  }

  private static LogFrame frame(String stamp, byte[] text) {
    byte[] payload = java.util.Arrays.copyOf(stamp.getBytes(UTF_8), stamp.length() + text.length);
    System.arraycopy(text, 0, payload, stamp.length(), text.length);
    return new LogFrame(1, payload);
  }
}
