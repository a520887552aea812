package org.openhtc.job.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogFollowerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<JobLogLine> log = new ArrayList<>();
  private final LogFollower follower = new LogFollower(null);

  @Test
  void youngestLinesWaitForTheNextRead() {
    print(0, "a");
    print(5, "b");
    assertThat(read(false)).isEmpty();
    assertThat(read(false)).containsExactly("a", "b");
    assertThat(read(false)).isEmpty();
  }

  @Test
  void linesThatAreNoLongerAmongTheYoungestAreReturnedAtOnce() {
    print(0, "old");
    print(1500, "young");
    assertThat(read(false)).containsExactly("old");
  }

  @Test
  void lineThatAppearsAfterAYoungerOneIsInOrder() {
    print(0, "a");
    print(20, "c");
    assertThat(read(false)).isEmpty();
    print(10, "b");
    assertThat(read(false)).containsExactly("a", "b", "c");
  }

  @Test
  void endOfTheLogHoldsNothingBack() {
    print(0, "a");
    print(0, "a");
    assertThat(read(true)).containsExactly("a", "a");
    assertThat(read(true)).isEmpty();
  }

  @Test
  void linesWithTheSameTimeAreDistinguished() {
    print(0, "a");
    print(0, "a");
    read(false);
    read(false);
    print(0, "a");
    print(3, "b");
    assertThat(read(true)).containsExactly("a", "b");
  }

  /** After any line, another follower can continue with the next one. */
  @Test
  void followerContinuesAfterAnyLine() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      print(random.nextInt(50), "line " + i);
    }
    List<LogEntry> all = rest(new LogFollower(null));
    assertThat(all).hasSize(200);
    for (int i = 0; i < 200; i++) {
      LogEventId last = LogEventId.parse(LogEventId.of(3, all.get(i)));
      assertThat(rest(new LogFollower(last.within(3)))).isEqualTo(all.subList(i + 1, 200));
      assertThat(last.within(4)).isNull();
    }
  }

  @Test
  void longLogIsReturnedInPortions() {
    for (int i = 0; i < 40; i++) {
      print(i, i + "x".repeat(100_000));
    }
    List<String> received = new ArrayList<>();
    int portions = 0;
    do {
      received.addAll(read(true));
      portions++;
    } while (follower.hasMore());
    assertThat(received).isEqualTo(log.stream().map(JobLogLine::message).toList());
    assertThat(portions).isEqualTo(4);
  }

  /** A line of the second portion must still wait for another read. */
  @Test
  void youngestLinesWaitAlsoAfterPortions() {
    for (int i = 0; i < 20; i++) {
      print(i, i + "x".repeat(100_000));
    }
    print(5000, "younger");
    assertThat(read(false)).hasSize(11);
    assertThat(follower.hasMore()).isTrue();
    assertThat(read(false)).hasSize(9);
    assertThat(follower.hasMore()).isFalse();
    assertThat(read(false)).containsExactly("younger");
  }

  private void print(int millis, String message) {
    log.add(new JobLogLine(START.plusMillis(millis), message));
    log.sort(Comparator.comparing(JobLogLine::timestamp));
  }

  /** Reads only what the follower needs. */
  private List<String> read(boolean isComplete) {
    LogSelection lines = follower.nextRead();
    Instant since = lines.since();
    log.stream().filter(line -> since == null || !line.timestamp().isBefore(since)).forEach(lines);
    return follower.take(lines, isComplete).stream().map(entry -> entry.line().message()).toList();
  }

  private List<LogEntry> rest(LogFollower other) {
    LogSelection lines = other.nextRead();
    log.forEach(lines);
    return other.take(lines, true);
  }
}
