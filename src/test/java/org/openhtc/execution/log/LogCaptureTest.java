package org.openhtc.execution.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openhtc.job.SmallLog;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.job.log.LogFormat;
import org.openhtc.storage.StoreUnavailable;

class LogCaptureTest {
  private static final Instant START = Instant.parse("2026-11-22T20:00:00Z");
  private static final long MANY = 1L << 40;

  /** Ten lines, each with 20 bytes of time stamp, 8 of text and 2 separators. */
  private final List<JobLogLine> lines =
      IntStream.range(0, 10)
          .mapToObj(i -> new JobLogLine(START.plusSeconds(i), "line %03d".formatted(i)))
          .toList();

  private final LargeLogSlots slots = new LargeLogSlots(1, 10);

  @Test
  void linesAreReadAsTheyWereWritten() {
    List<JobLogLine> some =
        List.of(
            new JobLogLine(START, "two words"),
            new JobLogLine(START.plusNanos(1), ""),
            new JobLogLine(START.plusSeconds(1), "ä\uD83D\uDE00\r"));
    CapturedLog log = written(MANY, some);
    assertThat(log).isInstanceOf(CapturedLog.Small.class);
    assertThat(CapturedLines.of(log)).isEqualTo(some);
  }

  @Test
  void logWithoutLinesIsEmpty() {
    assertThat(written(MANY, List.of())).isEqualTo(new CapturedLog.Empty());
  }

  @Test
  void smallLogIsAtMostEightKibibytes() {
    Random random = new Random(1);
    for (int count = 1; count < 20; count++) {
      CapturedLog log = written(MANY, List.of(new JobLogLine(START, noise(random, count << 10))));
      if (log instanceof CapturedLog.Small(SmallLog small)) {
        assertThat(small.gzip().length).isLessThanOrEqualTo(SmallLog.MAX_BYTES);
      } else {
        assertThat(count).isGreaterThan(8);
      }
      assertThat(CapturedLines.of(log).getFirst().message()).hasSize(count << 10);
    }
  }

  @Test
  void logThatFitsIsUnchanged() {
    assertThat(CapturedLines.of(written(300, lines))).isEqualTo(lines);
  }

  @Test
  void endIsKeptAndTheFirstLineReportsTheCut() {
    List<JobLogLine> kept = CapturedLines.of(written(299, lines));
    assertThat(kept.getFirst())
        .isEqualTo(
            new JobLogLine(
                START.plusSeconds(1), "[Cut: only the last 299 bytes of this log are kept.]"));
    assertThat(kept.subList(1, kept.size())).isEqualTo(lines.subList(1, 10));
  }

  @Test
  void ofALineThatIsTooLongTheEndIsKept() {
    List<JobLogLine> kept =
        CapturedLines.of(written(122, List.of(new JobLogLine(START, "ä".repeat(1000)))));
    assertThat(kept).hasSize(2);
    assertThat(kept.getLast().message()).isEqualTo("ä".repeat(50));
  }

  /** For any limit, exactly those last lines are kept that fit. */
  @Test
  void asManyLinesAsFitAreKept() {
    Random random = new Random(7);
    List<JobLogLine> many =
        IntStream.range(0, 3000)
            .mapToObj(i -> new JobLogLine(START.plusNanos(i), noise(random, random.nextInt(900))))
            .toList();
    for (long limit : new long[] {100_000, 131_072, 200_000, 262_150, 700_001, 1_300_000, MANY}) {
      CapturedLog log = written(limit, many);
      List<JobLogLine> kept = CapturedLines.of(log);
      log.close();
      int expected = 0;
      long size = 0;
      while (expected < many.size()
          && (size += size(many.get(many.size() - 1 - expected))) <= limit) {
        expected++;
      }
      boolean isCut = expected < many.size();
      assertThat(kept.subList(isCut ? 1 : 0, kept.size()))
          .isEqualTo(many.subList(many.size() - expected, many.size()));
      assertThat(kept.getFirst().message().startsWith("[Cut: ")).isEqualTo(isCut);
    }
  }

  /** The most that the engine's log driver keeps of a job that prints only line ends. */
  @Test
  void millionsOfShortLinesNeedLittleSpace() {
    long limit = 16 << 20;
    try (LogCapture writer = new LogCapture(limit, slots)) {
      for (int i = 0; i < 1_300_000; i++) {
        writer.accept(new JobLogLine(START.plusNanos(i), "y"));
      }
      assertThat(writer.fileLength()).isLessThan(limit * 17 / 10);
      AtomicLong kept = new AtomicLong();
      CapturedLines.forEach(writer.finish(), line -> kept.addAndGet(size(line)));
      assertThat(kept.get()).isBetween(limit - 100, limit + 200);
    }
  }

  @Test
  void fortyMegabytesWithoutALineEndAreKeptInPieces() {
    long limit = 16 << 20;
    String piece = noise(new Random(2), 1 << 20);
    try (LogCapture writer = new LogCapture(limit, slots)) {
      for (int i = 0; i < 40; i++) {
        writer.accept(new JobLogLine(START, piece));
      }
      assertThat(writer.fileLength()).isLessThan(limit * 17 / 10);
      AtomicLong kept = new AtomicLong();
      CapturedLines.forEach(
          writer.finish(),
          line -> {
            assertThat(line.message().length()).isLessThanOrEqualTo(LogLinePieces.MAX_BYTES);
            kept.addAndGet(size(line));
          });
      assertThat(kept.get()).isBetween(limit - (70 << 10), limit + 200);
    }
  }

  @Test
  void placesOfDroppedSegmentsAreUsedAgain() {
    try (LogCapture writer = new LogCapture(1 << 20, slots)) {
      long early = 0;
      Random random = new Random(3);
      for (int i = 0; i < 600; i++) {
        writer.accept(new JobLogLine(START, noise(random, 64 << 10)));
        early = i == 60 ? writer.fileLength() : early;
      }
      assertThat(writer.fileLength()).isEqualTo(early);
    }
  }

  @Test
  void onlySomeLogsUseAFileAtTheSameTime() {
    LogCapture first = new LogCapture(MANY, slots);
    fill(first);
    LogCapture second = new LogCapture(MANY, slots);
    assertThatThrownBy(() -> fill(second)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(second::throwFailure).isInstanceOf(StoreUnavailable.class);
    second.close();
    CapturedLog log = first.finish();
    log.close();
    log.close();
    LogCapture third = new LogCapture(MANY, slots);
    fill(third);
    third.close();
    third.close();
    assertThatThrownBy(() -> third.accept(lines.getFirst()))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void fill(LogCapture writer) {
    for (int i = 0; i < 4; i++) {
      writer.accept(new JobLogLine(START, "x".repeat(64 << 10)));
    }
  }

  private CapturedLog written(long limit, List<JobLogLine> log) {
    LogCapture writer = new LogCapture(limit, slots);
    log.forEach(writer);
    return writer.finish();
  }

  private static long size(JobLogLine line) {
    return line.timestamp().toString().length()
        + line.message().getBytes(StandardCharsets.UTF_8).length
        + LogFormat.SEPARATORS;
  }

  /** Printable characters that can hardly be compressed. */
  private static String noise(Random random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) (' ' + random.nextInt(95)));
    }
    return text.toString();
  }
}
