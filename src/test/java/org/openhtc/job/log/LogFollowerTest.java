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
  void youngestLinesWaitForTheNextLook() {
    print(0, "a");
    print(5, "b");
    assertThat(look(false)).isEmpty();
    assertThat(look(false)).containsExactly("a", "b");
    assertThat(look(false)).isEmpty();
  }

  @Test
  void linesThatAreNoLongerAmongTheYoungestComeAtOnce() {
    print(0, "old");
    print(1500, "young");
    assertThat(look(false)).containsExactly("old");
  }

  @Test
  void lineThatAppearsBehindAYoungerOneIsInItsPlace() {
    print(0, "a");
    print(20, "c");
    assertThat(look(false)).isEmpty();
    print(10, "b");
    assertThat(look(false)).containsExactly("a", "b", "c");
  }

  @Test
  void endOfTheLogHoldsNothingBack() {
    print(0, "a");
    print(0, "a");
    assertThat(look(true)).containsExactly("a", "a");
    assertThat(look(true)).isEmpty();
  }

  @Test
  void linesOfTheSameMomentAreToldApart() {
    print(0, "a");
    print(0, "a");
    look(false);
    look(false);
    print(0, "a");
    print(3, "b");
    assertThat(look(true)).containsExactly("a", "b");
  }

  /** Cut off at any line, another follower goes on with the next one. */
  @Test
  void everyLineIsTheBeginningOfTheRest() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      print(random.nextInt(50), "line " + i);
    }
    List<JobLogPages.Placed> all = new LogFollower(null).take(log, true);
    assertThat(all).hasSize(200);
    for (int i = 0; i < 200; i++) {
      LogEventId cut = LogEventId.parse(LogEventId.id(3, all.get(i)));
      assertThat(new LogFollower(cut.within(3)).take(log, true)).isEqualTo(all.subList(i + 1, 200));
      assertThat(cut.within(4)).isNull();
    }
  }

  @Test
  void longLogIsHandedOnInPortions() {
    for (int i = 0; i < 40; i++) {
      print(i, i + "x".repeat(100_000));
    }
    List<String> told = new ArrayList<>();
    int portions = 0;
    do {
      told.addAll(look(true));
      portions++;
    } while (follower.hasMore());
    assertThat(told).isEqualTo(log.stream().map(JobLogLine::message).toList());
    assertThat(portions).isEqualTo(4);
  }

  /** What came only with the second portion has not waited for another look. */
  @Test
  void youngestLinesWaitAlsoBehindPortions() {
    for (int i = 0; i < 20; i++) {
      print(i, i + "x".repeat(100_000));
    }
    print(5000, "younger");
    assertThat(look(false)).hasSize(11);
    assertThat(follower.hasMore()).isTrue();
    assertThat(look(false)).hasSize(9);
    assertThat(follower.hasMore()).isFalse();
    assertThat(look(false)).containsExactly("younger");
  }

  private void print(int millis, String message) {
    log.add(new JobLogLine(START.plusMillis(millis), message));
    log.sort(Comparator.comparing(JobLogLine::timestamp));
  }

  /** Reads only what the follower asks for. */
  private List<String> look(boolean isComplete) {
    Instant since = follower.since();
    List<JobLogLine> lines =
        log.stream().filter(line -> since == null || !line.timestamp().isBefore(since)).toList();
    return follower.take(lines, isComplete).stream().map(line -> line.line().message()).toList();
  }
}
