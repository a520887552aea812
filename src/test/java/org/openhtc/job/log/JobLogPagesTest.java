package org.openhtc.job.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openhtc.api.PageCursor;

class JobLogPagesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * For any page size, and with several lines of the same time, each line is shown once, in order.
   */
  @Test
  void pagesShowEveryLineOnceInBothOrders() {
    Random random = new Random(3);
    for (int run = 0; run < 500; run++) {
      List<JobLogLine> lines = lines(random.nextInt(60), random);
      int size = 1 + random.nextInt(20);
      assertThat(walk(lines, true, size)).isEqualTo(lines);
      assertThat(walk(lines, false, size)).isEqualTo(lines.reversed());
    }
  }

  @Test
  void cursorRemainsValidWhileTheLogGrowsAndIsTruncated() {
    List<JobLogLine> lines = lines(30, new Random(5));
    PageCursor after = JobLogPages.of(lines).after(null, true, 10).getLast().cursor();
    List<JobLogLine> later = new ArrayList<>(lines.subList(4, 30));
    later.add(new JobLogLine(START.plusSeconds(999), "new"));
    assertThat(texts(JobLogPages.of(later).after(after, true, 100)))
        .isEqualTo(later.subList(6, later.size()).stream().map(JobLogLine::message).toList());
  }

  private static List<JobLogLine> walk(List<JobLogLine> lines, boolean ascending, int size) {
    List<JobLogLine> shown = new ArrayList<>();
    @Nullable PageCursor cursor = null;
    while (true) {
      List<JobLogPages.Entry> page =
          JobLogPages.of(since(JobLogPages.since(cursor, ascending), lines))
              .after(cursor, ascending, size);
      if (page.isEmpty()) {
        return shown;
      }
      page.forEach(row -> shown.add(row.line()));
      cursor = PageCursor.decode(page.getLast().cursor().encode(), 2);
    }
  }

  /** The lines that a source must return for a request with that start. */
  private static List<JobLogLine> since(@Nullable Instant since, List<JobLogLine> lines) {
    return since == null
        ? lines
        : lines.stream().filter(line -> !line.timestamp().isBefore(since)).toList();
  }

  private static List<String> texts(List<JobLogPages.Entry> rows) {
    return rows.stream().map(row -> row.line().message()).toList();
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
