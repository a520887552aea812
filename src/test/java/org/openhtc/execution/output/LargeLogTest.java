package org.openhtc.execution.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.openhtc.job.log.JobLogLine;

/** Only a little of a log is in memory at once, regardless of what a job prints. */
class LargeLogTest {
  private static final int PIECE = 16 << 10;
  private static final int MIB_36 = 36 << 20;

  private final AtomicLong lines = new AtomicLong();
  private final AtomicLong characters = new AtomicLong();
  private final AtomicLong longest = new AtomicLong();

  @Test
  void manyLinesArePassedOnWhileTheyAreRead() throws IOException {
    CountedBytes log = new CountedBytes(new GeneratedLog(1_300_000, "y\n".getBytes(UTF_8), "\n"));
    AtomicLong mostRetained = new AtomicLong();
    int frame = 8 + 31 + 2;
    LogLines.read(
        log,
        true,
        line -> {
          long retained = log.count / frame - lines.incrementAndGet();
          mostRetained.accumulateAndGet(retained, Math::max);
        });
    assertThat(lines).hasValue(1_300_001);
    assertThat(mostRetained.get()).isLessThan(LinesByTime.MOST_LINES + (32 << 10) / frame + 2);
  }

  @Test
  void lineOf36MiBComesInPieces() throws IOException {
    byte[] piece = new byte[PIECE];
    Arrays.fill(piece, (byte) 'x');
    read(new GeneratedLog(MIB_36 / PIECE, piece, "end\n"));
    assertThat(characters).hasValue(MIB_36 + 3);
    assertThat(longest).hasValueLessThanOrEqualTo(OpenLine.LONGEST);
  }

  @Test
  void piecesOfALongLineEndWithWholeCharacters() throws IOException {
    byte[] text = ("x" + "ä€😀".repeat(1000)).getBytes(UTF_8);
    AtomicLong replaced = new AtomicLong();
    LogLines.read(
        new GeneratedLog(100, text, "\n"),
        true,
        line -> {
          characters.addAndGet(line.message().length());
          replaced.addAndGet(line.message().chars().filter(c -> c == '\ufffd').count());
        });
    assertThat(replaced).hasValue(0);
    assertThat(characters).hasValue(100 * 4001);
  }

  @Test
  void carriageReturnsAloneComeAsSteps() throws IOException {
    byte[] piece = new byte[PIECE];
    for (int i = 0; i < PIECE; i++) {
      piece[i] = (byte) (i % 2 == 0 ? 'x' : '\r');
    }
    read(new GeneratedLog(100, piece, "\n"));
    assertThat(lines).hasValue(100 * PIECE / 2);
    assertThat(longest).hasValue(1);
  }

  @Test
  void invalidUtf8ComesInPieces() throws IOException {
    byte[] piece = new byte[PIECE];
    Arrays.fill(piece, (byte) 0x80);
    read(new GeneratedLog(MIB_36 / PIECE, piece, "\n"));
    assertThat(characters).hasValue(MIB_36);
    assertThat(longest).hasValueLessThanOrEqualTo(OpenLine.LONGEST);
  }

  private void read(InputStream log) throws IOException {
    LogLines.read(log, true, this::count);
  }

  private void count(JobLogLine line) {
    lines.incrementAndGet();
    characters.addAndGet(line.message().length());
    longest.accumulateAndGet(line.message().length(), Math::max);
  }

  private static final class CountedBytes extends FilterInputStream {
    private long count;

    CountedBytes(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count += Math.max(read, 0);
      return read;
    }
  }
}
