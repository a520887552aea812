package org.openhtc.execution.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.job.log.JobLogLine;

class LogLinesTest {
  private static final String FIRST = "2026-11-22T20:12:44.423813283Z ";
  private static final String SECOND = "2026-11-22T20:12:44.454120593Z ";
  private final List<JobLogLine> passed = new ArrayList<>();
  private final LogLines lines = new LogLines(passed::add);

  @Test
  void piecesOfOneStreamAreJoined() {
    add(1, FIRST + "a");
    add(2, SECOND + "other\n");
    add(1, FIRST + "b\n");
    lines.end(false);
    assertThat(messages()).containsExactly("ab", "other");
    assertThat(passed.getFirst().timestamp()).isEqualTo(Instant.parse(FIRST.strip()));
  }

  @Test
  void streamsAreMergedByTime() {
    add(1, SECOND + "second\n");
    add(2, FIRST + "first\n");
    lines.end(false);
    assertThat(messages()).containsExactly("first", "second");
  }

  @Test
  void engineOfAnotherTimeZoneSendsTimesWithItsOffset() {
    add(1, "2026-11-27T01:57:14.802660094-03:30 early\n");
    lines.end(false);
    assertThat(messages()).containsExactly("early");
    assertThat(passed.getFirst().timestamp())
        .isEqualTo(Instant.parse("2026-11-27T05:27:14.802660094Z"));
  }

  @Test
  void nextStampEndsALineWithoutLineFeed() {
    add(1, FIRST + "a");
    add(1, SECOND + "b\n");
    lines.end(false);
    assertThat(messages()).containsExactly("a", "b");
  }

  @Test
  void unfinishedLineIsPassedOnOnlyIfTheContainerHasEnded() {
    add(1, FIRST + "a");
    lines.end(false);
    assertThat(messages()).isEmpty();
    lines.end(true);
    assertThat(messages()).containsExactly("a");
  }

  @Test
  void characterAcrossTwoPiecesIsJoined() {
    byte[] character = "ä".getBytes(UTF_8);
    lines.add(frame(FIRST, new byte[] {character[0]}));
    lines.add(frame(FIRST, new byte[] {character[1], '\n'}));
    lines.end(false);
    assertThat(messages()).containsExactly("ä");
  }

  @Test
  void carriageReturnsEndLinesAndEmptyLinesAreKept() {
    add(1, FIRST + "1%\r2%\r\n");
    add(1, SECOND + "\n");
    lines.end(false);
    assertThat(messages()).containsExactly("1%", "2%", "");
  }

  @Test
  void errorOfTheEngineBecomesALineOfTheLastKnownTime() {
    add(1, FIRST + "before\n");
    add(3, "Error grabbing logs: unexpected EOF\n");
    lines.end(true);
    assertThat(messages())
        .containsExactly("before", "[engine: Error grabbing logs: unexpected EOF]");
    assertThat(passed.get(1).timestamp()).isEqualTo(Instant.parse(FIRST.strip()));
  }

  @Test
  void payloadWithoutTimeStampNeverFails() {
    add(1, "Error\n");
    add(1, "");
    add(2, "2026-11-22T20:12:44.4238x3283Z text\n");
    add(2, "2026-99-22T20:12:44.423813283Z text\n");
    lines.end(true);
    assertThat(messages())
        .containsExactly(
            "[engine: Error]",
            "[engine: ]",
            "[engine: 2026-11-22T20:12:44.4238x3283Z text]",
            "[engine: 2026-99-22T20:12:44.423813283Z text]");
  }

  @Test
  void shortFractionsOfASecondAreRead() {
    add(1, "2026-11-22T20:12:44Z a\n");
    add(1, "2026-11-22T20:12:44.5Z b\n");
    lines.end(true);
    assertThat(passed)
        .extracting(JobLogLine::timestamp)
        .containsExactly(
            Instant.parse("2026-11-22T20:12:44Z"), Instant.parse("2026-11-22T20:12:44.5Z"));
  }

  @Test
  void responseThatIsNoLogFails() {
    byte[] plainText = "this is no log at all".getBytes(UTF_8);
    assertThatThrownBy(() -> LogLines.read(new ByteArrayInputStream(plainText), true, passed::add))
        .isInstanceOf(IOException.class);
  }

  private void add(int stream, String payload) {
    lines.add(new LogFrame(stream, payload.getBytes(UTF_8)));
  }

  private List<String> messages() {
    return passed.stream().map(JobLogLine::message).toList();
  }

  private static LogFrame frame(String stamp, byte[] text) {
    byte[] payload = Arrays.copyOf(stamp.getBytes(UTF_8), stamp.length() + text.length);
    System.arraycopy(text, 0, payload, stamp.length(), text.length);
    return new LogFrame(1, payload);
  }
}
