package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.SettableClock;

class ReadTurnsTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final SettableClock clock = new SettableClock();
  private final ReadTurns turns = new ReadTurns(INTERVAL, POLL, clock);

  @Test
  void fewHostsAreReadTogether() {
    List<String> hosts = hosts(20);
    assertThat(turns.due(hosts)).containsExactlyInAnyOrderElementsOf(hosts);
    clock.advance(INTERVAL.dividedBy(2));
    assertThat(turns.due(hosts)).isEmpty();
    clock.advance(INTERVAL.dividedBy(2));
    assertThat(turns.due(hosts)).containsExactlyInAnyOrderElementsOf(hosts);
  }

  @Test
  void everyOfManyHostsIsReadOncePerIntervalInParts() {
    List<String> hosts = hosts(1_000);
    Map<String, Integer> reads = new HashMap<>();
    for (int second = 0; second < 100; second++) {
      Set<String> due = turns.due(hosts);
      assertThat(due).hasSizeLessThanOrEqualTo(125);
      due.forEach(host -> reads.merge(host, 1, Integer::sum));
      clock.advance(POLL);
    }
    assertThat(reads).hasSize(1_000);
    assertThat(reads.values()).allMatch(times -> times == 10 || times == 11);
  }

  @Test
  void partsAreAPollApartHoweverOftenAPassRuns() {
    ReadTurns slow = new ReadTurns(Duration.ofHours(10), Duration.ofHours(1), clock);
    List<String> hosts = hosts(1_000);
    slow.due(hosts);
    clock.advance(Duration.ofMinutes(59));
    assertThat(slow.due(hosts)).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(slow.due(hosts)).isNotEmpty();
  }

  @Test
  void lateHostIsReadFirst() {
    List<String> hosts = hosts(ReadTurns.FEWEST + 1);
    Set<String> first = turns.due(hosts);
    clock.advance(INTERVAL);
    String late = hosts.stream().filter(host -> !first.contains(host)).findFirst().orElseThrow();
    assertThat(turns.due(hosts)).contains(late);
  }

  private static List<String> hosts(int number) {
    return IntStream.range(0, number).mapToObj(i -> "host-" + i).toList();
  }
}
