package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openhtc.scheduling.plan.TestPlans.ALICE;
import static org.openhtc.scheduling.plan.TestPlans.BOB;
import static org.openhtc.testing.HostBuilder.aHost;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.host.Host;
import org.openhtc.host.HostMeasure;
import org.openhtc.job.queue.HostUse;
import org.openhtc.job.queue.HostUseReader;
import org.openhtc.job.queue.VcpuUse;
import org.openhtc.scheduling.plan.HostRoom;
import org.openhtc.testing.SettableClock;

class UsageTest {
  private static final HostMeasure MEASURE = aMeasure().vcpus(8).diskGib(null).build();
  private static final Host H1 = aHost("h1").measure(MEASURE).build();
  private static final Host H2 = aHost("h2").measure(MEASURE).build();

  private final SettableClock clock = SettableClock.stopped();
  private final Table table = new Table();
  private final Usage usage = new Usage(table, clock);

  /** The use as stored. A count of everything takes 100 ms, so it is repeated after 5 seconds. */
  private final class Table implements HostUseReader {
    private final List<HostUse> rows = new ArrayList<>();
    private final List<String> reads = new ArrayList<>();
    private Duration countTakes = Duration.ofMillis(100);
    private boolean isBroken;

    @Override
    public List<HostUse> all() {
      reads.add("all");
      clock.advance(countTakes);
      return List.copyOf(rows);
    }

    @Override
    public List<HostUse> of(Collection<String> hosts) {
      if (isBroken) {
        throw new IllegalStateException("on purpose");
      }
      reads.addAll(hosts);
      return rows.stream().filter(row -> hosts.contains(row.host())).toList();
    }

    void use(UUID project, String host, int vcpus) {
      rows.removeIf(row -> row.project().equals(project) && row.host().equals(host));
      if (vcpus > 0) {
        rows.add(new HostUse(host, project, "ws", 1, vcpus, 64L * vcpus));
      }
    }
  }

  @Test
  void everythingIsCountedFirst() {
    table.use(ALICE, "h1", 2);
    table.use(BOB, "h1", 1);
    table.use(ALICE, "h2", 4);
    usage.refresh();
    assertThat(usage.vcpus()).isEqualTo(new VcpuUse(Map.of(ALICE, 6L, BOB, 1L), Map.of("ws", 7L)));
    assertThat(usage.rooms(List.of(H1, H2)))
        .extracting(HostRoom::vcpus)
        .containsExactly(8L - 3, 8L - 4);
    assertThat(usage.rooms(List.of(H1)).getFirst().memoryMib()).isEqualTo(8000 - 3 * 64);
  }

  @Test
  void onlyChangedHostsAreReadAgain() {
    table.use(ALICE, "h1", 2);
    table.use(ALICE, "h2", 4);
    usage.refresh();
    table.use(ALICE, "h2", 0);
    usage.markChanged(Set.of("h2"));
    usage.refresh();
    usage.refresh();
    assertThat(table.reads).containsExactly("all", "h2");
    assertThat(usage.vcpus()).isEqualTo(new VcpuUse(Map.of(ALICE, 2L), Map.of("ws", 2L)));
  }

  @Test
  void everythingIsCountedAgainAfterFiftyTimesTheDurationOfACount() {
    usage.refresh();
    clock.advance(Duration.ofSeconds(3));
    usage.refresh();
    assertThat(table.reads).containsExactly("all");
    clock.advance(Duration.ofSeconds(3));
    usage.refresh();
    assertThat(table.reads).containsExactly("all", "all");
  }

  @Test
  void everythingIsCountedAgainAfterADoubt() {
    usage.refresh();
    usage.invalidate();
    usage.refresh();
    assertThat(table.reads).containsExactly("all", "all");
  }

  @Test
  void failedReadIsADoubt() {
    usage.refresh();
    table.isBroken = true;
    usage.markChanged(Set.of("h1"));
    assertThatThrownBy(usage::refresh).hasMessage("on purpose");
    table.use(ALICE, "h1", 3);
    usage.refresh();
    assertThat(usage.vcpus().byProject()).isEqualTo(Map.of(ALICE, 3L));
  }

  @Test
  void marksKeepItEqualToACountOfEverything() {
    Random random = new Random(1);
    usage.refresh();
    table.countTakes = Duration.ZERO; // only the marks count from here on
    for (int step = 0; step < 2000; step++) {
      String host = "h" + random.nextInt(5);
      table.use(new UUID(0, random.nextInt(3)), host, random.nextInt(3));
      usage.markChanged(Set.of(host));
      usage.refresh();
      Usage counted = new Usage(table, clock);
      counted.refresh();
      assertThat(usage.vcpus()).isEqualTo(counted.vcpus());
      assertThat(usage.rooms(List.of(H1, H2))).isEqualTo(counted.rooms(List.of(H1, H2)));
    }
  }
}
