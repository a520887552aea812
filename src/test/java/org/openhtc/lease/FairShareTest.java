package org.openhtc.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How processes share the leases of hosts: each process is one {@link FairShare}. */
class FairShareTest {
  private static final Duration ROUND = Duration.ofMillis(500);

  private final AtomicLong nanoTime = new AtomicLong();
  private final Map<String, String> holders = new HashMap<>();
  private final Map<String, Process> processes = new TreeMap<>();
  private final Set<String> hosts = new TreeSet<>();
  private int moves;

  /** One process that requests the leases of all hosts which it reaches. */
  private class Process {
    private final String name;
    private final HeldLeases held = new HeldLeases(Duration.ofDays(1), nanoTime::get);
    private final FairShare share = new FairShare(held, nanoTime::get);
    private final Set<String> unreachable = new TreeSet<>();

    Process(String name) {
      this.name = name;
    }

    OtherProcesses others() {
      Map<String, Set<String>> registered = new HashMap<>();
      processes.keySet().forEach(other -> registered.put(other, new TreeSet<>()));
      registered.remove(name);
      Set<String> scopes = new TreeSet<>();
      holders.forEach((scope, holder) -> {
        if (!holder.equals(name)) {
          scopes.add(scope);
          registered.computeIfAbsent(holder, gone -> new TreeSet<>()).add(scope);
        }
      });
      return new OtherProcesses(registered, scopes);
    }

    void round() {
      OtherProcesses others = others();
      for (String scope : held.scopes("host")) {
        if (unreachable.contains(scope)) {
          release(scope);
          share.declined(scope);
        } else if (share.isExcess(scope, others)) {
          release(scope);
        }
      }
      List<String> free = hosts.stream().filter(host -> !holders.containsKey(host)).toList();
      free.forEach(share::requested);
      share.choose(free, others).forEach(this::take);
    }

    private void take(String scope) {
      moves++;
      holders.put(scope, name);
      held.add(List.of(new Lease(scope, name, 1)), nanoTime.get());
    }

    private void release(String scope) {
      holders.remove(scope);
      held.remove(new Lease(scope, name, 1));
      share.released(scope);
    }
  }

  private Process started(String name) {
    Process process = new Process(name);
    processes.put(name, process);
    return process;
  }

  private void killed(String name) {
    processes.remove(name);
    holders.values().removeIf(name::equals);
  }

  private void rounds(int count) {
    for (int round = 0; round < count; round++) {
      List.copyOf(processes.values()).forEach(Process::round);
      nanoTime.addAndGet(ROUND.toNanos());
    }
  }

  private void withHosts(int count) {
    IntStream.range(0, count).forEach(n -> hosts.add("host:h%03d".formatted(n)));
  }

  private List<Integer> shares() {
    List<Integer> shares = new ArrayList<>();
    processes.keySet().forEach(name -> shares.add(leads(name)));
    shares.sort(null);
    return shares;
  }

  private int leads(String name) {
    return (int) holders.values().stream().filter(name::equals).count();
  }

  @Test
  void singleProcessTakesAllAtOnce() {
    withHosts(5);
    started("a");
    rounds(1);
    assertThat(leads("a")).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"2,10", "3,10", "3,4", "3,2", "5,100", "2,1", "4,7"})
  void processesThatStartOneAfterAnotherGetEqualShares(int count, int ofHosts) {
    withHosts(ofHosts);
    for (int n = 0; n < count; n++) {
      started("p" + n);
      rounds(20);
    }
    assertThat(shares().getLast() - shares().getFirst()).isLessThanOrEqualTo(1);
    assertThat(holders).hasSize(ofHosts);
    moves = 0;
    rounds(2000);
    assertThat(moves).as("moves after the shares are equal").isZero();
  }

  @Test
  void othersTakeTheLeasesOfAKilledProcessAtOnce() {
    withHosts(9);
    List.of("a", "b", "c").forEach(this::started);
    rounds(20);
    killed("b");
    rounds(1);
    assertThat(holders).hasSize(9);
    rounds(20);
    assertThat(shares().getLast() - shares().getFirst()).isLessThanOrEqualTo(1);
  }

  @Test
  void hostThatOneProcessReachesIsLedByThatOneAndStaysThere() {
    withHosts(4);
    Process a = started("a");
    Process b = started("b");
    b.unreachable.addAll(List.of("host:h000", "host:h001", "host:h002"));
    rounds(100);
    assertThat(holders.get("host:h000")).isEqualTo(a.name);
    assertThat(holders.get("host:h001")).isEqualTo(a.name);
    assertThat(holders.get("host:h002")).isEqualTo(a.name);
    moves = 0;
    rounds(200);
    assertThat(moves).isLessThanOrEqualTo(2);
  }

  /** All hosts but one are reached only by one process: no share can be equal. */
  @Test
  void processIsOfferedWhatItCouldNotUseOncePerHour() {
    withHosts(8);
    Process a = started("a");
    Process b = started("b");
    b.unreachable.addAll(hosts);
    b.unreachable.remove("host:h000");
    rounds(100);
    int led = 0;
    int rounds = 3 * 3600 * 2;
    for (int round = 0; round < rounds; round++) {
      rounds(1);
      led += leads(a.name) + leads(b.name);
      assertThat(leads(b.name)).isLessThanOrEqualTo(5);
    }
    assertThat(led).isGreaterThan(rounds * hosts.size() * 99 / 100);
  }

  @Test
  void hostThatNoProcessReachedIsTakenAgain() {
    withHosts(4);
    Process a = started("a");
    Process b = started("b");
    a.unreachable.add("host:h003");
    b.unreachable.add("host:h003");
    rounds(200);
    a.unreachable.clear();
    b.unreachable.clear();
    rounds(20);
    assertThat(holders).hasSize(4);
  }

  @Test
  void leaseThatNoOtherProcessTakesIsTakenBeyondTheShare() {
    withHosts(4);
    Process a = started("a");
    processes.put(
        "idle",
        new Process("idle") {
          @Override
          void round() {
            // it reaches no host
          }
        });
    rounds(1);
    assertThat(leads("a")).isEqualTo(2);
    rounds(30);
    assertThat(leads("a")).isEqualTo(4);
    moves = 0;
    rounds(100);
    assertThat(moves).isZero();
    assertThat(a.held.scopes("host")).hasSize(4);
  }

  @Test
  void singleLeasesAreNotSpread() {
    Process a = started("a");
    started("b");
    List<String> single = List.of("purge", "retention", "ledger");
    assertThat(a.share.choose(single, a.others())).containsExactlyInAnyOrderElementsOf(single);
    assertThat(a.share.isExcess("purge", a.others())).isFalse();
  }
}
