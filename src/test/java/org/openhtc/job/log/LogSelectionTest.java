package org.openhtc.job.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openhtc.api.PageCursor;
import org.openhtc.job.log.LogSelection.Limits;

class LogSelectionTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int UNLIMITED = Integer.MAX_VALUE;

  /**
   * For any page size, and with several lines of the same time, each line is shown once, in order.
   */
  @Test
  void pagesShowEveryLineOnceInBothOrders() {
    Random random = new Random(3);
    for (int run = 0; run < 500; run++) {
      List<JobLogLine> lines = lines(random.nextInt(60), random);
      Limits limits = new Limits(1 + random.nextInt(20), UNLIMITED);
      assertThat(walk(lines, lines, true, limits)).isEqualTo(lines);
      assertThat(walk(lines, lines, false, limits)).isEqualTo(lines.reversed());
    }
  }

  /** An engine sends the lines of its two outputs out of order. */
  @Test
  void linesOutOfOrderAreSorted() {
    Random random = new Random(4);
    for (int run = 0; run < 500; run++) {
      List<JobLogLine> lines = distinct(random.nextInt(60));
      List<JobLogLine> shuffled = new ArrayList<>(lines);
      Collections.shuffle(shuffled, random);
      Limits limits = new Limits(1 + random.nextInt(20), UNLIMITED);
      assertThat(walk(shuffled, lines, true, limits)).isEqualTo(lines);
      assertThat(walk(shuffled, lines, false, limits)).isEqualTo(lines.reversed());
    }
  }

  @Test
  void pagesOfLongLinesHaveFewerLines() {
    List<JobLogLine> lines = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lines.add(new JobLogLine(START.plusNanos(i / 7), i + "x".repeat(1000 * (i % 5))));
    }
    for (int size : new int[] {1, 500, 3000, 10_000}) {
      Limits limits = new Limits(8, size);
      assertThat(walk(lines, lines, true, limits)).isEqualTo(lines);
      assertThat(walk(lines, lines, false, limits)).isEqualTo(lines.reversed());
    }
  }

  @Test
  void cursorRemainsValidWhileTheLogGrowsAndIsTruncated() {
    List<JobLogLine> lines = lines(30, new Random(5));
    LogSelection first = LogSelection.ascending(null, new Limits(10, UNLIMITED));
    lines.forEach(first);
    PageCursor after = first.entries().getLast().cursor();
    List<JobLogLine> later = new ArrayList<>(lines.subList(4, 30));
    later.add(new JobLogLine(START.plusSeconds(999), "new"));
    LogSelection second = LogSelection.ascending(after, new Limits(100, UNLIMITED));
    later.forEach(second);
    assertThat(second.entries())
        .extracting(LogEntry::line)
        .isEqualTo(later.subList(6, later.size()));
  }

  /** The most lines that an engine keeps of a job: none beyond the page stays in memory. */
  @Test
  void pageOfMillionsOfLinesKeepsOnlyItsOwnLines() {
    Limits limits = new Limits(1000, UNLIMITED);
    for (boolean ascending : new boolean[] {true, false}) {
      LogSelection page = selection(null, ascending, limits);
      for (int i = 0; i < 1_300_000; i++) {
        page.accept(new JobLogLine(START.plusNanos(i), "y"));
        if (page.retained() > 1000) {
          throw new AssertionError("too many lines are in memory");
        }
      }
      int first = ascending ? 0 : 1_299_999;
      assertThat(page.entries().getFirst().line().timestamp()).isEqualTo(START.plusNanos(first));
      assertThat(page.hasMore()).isTrue();
    }
  }

  /** 40 MB without a line end, which arrive in pieces with one time stamp. */
  @Test
  void pageOfAVeryLongLineKeepsOnlyItsOwnPieces() {
    String piece = "z".repeat(64 << 10);
    for (boolean ascending : new boolean[] {true, false}) {
      LogSelection page = selection(null, ascending, new Limits(10_000, 4 << 20));
      for (int i = 0; i < 640; i++) {
        page.accept(new JobLogLine(START, piece));
        assertThat(page.retained()).isLessThanOrEqualTo(64);
      }
      assertThat(page.entries()).hasSize(64);
      assertThat(page.entries().getFirst().number()).isEqualTo(ascending ? 0 : 639);
    }
  }

  private static List<JobLogLine> walk(
      List<JobLogLine> log, List<JobLogLine> all, boolean ascending, Limits limits) {
    List<JobLogLine> shown = new ArrayList<>();
    @Nullable PageCursor cursor = null;
    while (true) {
      LogSelection page = selection(cursor, ascending, limits);
      Instant since = page.since();
      log.stream().filter(line -> since == null || !line.timestamp().isBefore(since)).forEach(page);
      page.entries().forEach(entry -> shown.add(entry.line()));
      if (!page.hasMore()) {
        return shown;
      }
      assertThat(shown.size()).isLessThan(all.size());
      cursor = PageCursor.decode(page.entries().getLast().cursor().encode(), 2);
    }
  }

  private static LogSelection selection(
      @Nullable PageCursor cursor, boolean ascending, Limits limits) {
    return ascending
        ? LogSelection.ascending(cursor, limits)
        : LogSelection.descending(cursor, limits);
  }

  private static List<JobLogLine> distinct(int count) {
    List<JobLogLine> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(new JobLogLine(START.plusNanos(i), "line " + i));
    }
    return lines;
  }

  /** About every third line shares the time of the line before it. */
  private static List<JobLogLine> lines(int count, Random random) {
    List<JobLogLine> lines = new ArrayList<>();
    Instant at = START;
    for (int i = 0; i < count; i++) {
      at = at.plusNanos(random.nextInt(3));
      lines.add(new JobLogLine(at, "line " + i));
    }
    return lines;
  }
}
