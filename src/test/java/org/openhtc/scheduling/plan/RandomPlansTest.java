package org.openhtc.scheduling.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.scheduling.plan.BatchBuilder.aBatch;
import static org.openhtc.scheduling.plan.TestPlans.ALICE;
import static org.openhtc.scheduling.plan.TestPlans.batchOf;
import static org.openhtc.scheduling.plan.TestPlans.busyHost;
import static org.openhtc.scheduling.plan.TestPlans.host;
import static org.openhtc.scheduling.plan.TestPlans.only;
import static org.openhtc.scheduling.plan.TestPlans.used;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.VcpuUse;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;

class RandomPlansTest {

  /** No host is overbooked, no job is placed twice, no fitting job is left. */
  @Test
  void randomQueuesArePlannedCorrectly() {
    Random random = new Random(42);
    for (int run = 0; run < 2000; run++) {
      List<WaitingBatch> waiting = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(8); i++) {
        UUID project = new UUID(0, random.nextInt(3));
        waiting.add(aBatch(project).vcpus(1 + random.nextInt(4)).jobs(1 + random.nextInt(6)));
      }
      List<HostRoom> rooms = new ArrayList<>();
      for (int i = 0; i < random.nextInt(4); i++) {
        rooms.add(host("h" + i, random.nextInt(9) - 1));
      }
      verify(waiting, rooms, TestPlans.plan(waiting, rooms.toArray(HostRoom[]::new)));
    }
  }

  private static void verify(
      List<WaitingBatch> waiting, List<HostRoom> rooms, List<Placement> plan) {
    Map<String, HostRoom> left = new HashMap<>();
    rooms.forEach(room -> left.put(room.host(), room));
    Map<UUID, Integer> placed = new HashMap<>();
    Set<JobId> seen = new HashSet<>();
    for (Placement p : plan) {
      WaitingBatch batch = batchOf(waiting, p);
      assertThat(seen.add(p.job())).isTrue();
      assertThat(p.job().index()).isEqualTo(placed.merge(batch.id(), 1, Integer::sum) - 1);
      left.computeIfPresent(p.host(), (name, room) -> room.less(batch.demand()));
    }
    for (HostRoom room : rooms) {
      HostRoom after = Objects.requireNonNull(left.get(room.host()));
      assertThat(after.vcpus()).isGreaterThanOrEqualTo(Math.min(0, room.vcpus()));
    }
    for (WaitingBatch batch : waiting) {
      boolean allPlaced = placed.getOrDefault(batch.id(), 0) == batch.waiting();
      assertThat(
              allPlaced
                  || left.values().stream().noneMatch(r -> HostChecks.fits(r, batch.demand())))
          .isTrue();
    }
  }

  @Test
  void planEqualsTheNaiveOne() {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      List<WaitingBatch> waiting = waiting(random);
      List<HostRoom> rooms = rooms(random);
      AllowedHosts allowed =
          random.nextBoolean()
              ? AllowedHosts.ALL
              : only(ALICE, JobPriority.ON_DEMAND_PRIORITY, "h" + random.nextInt(3));
      VcpuLimits limits = limits(random);
      VcpuUse use = new VcpuUse(Map.of(ALICE, (long) random.nextInt(4)), Map.of("ws", 4L));
      Set<UUID> overdue = new HashSet<>();
      waiting.stream()
          .filter(batch -> random.nextInt(3) == 0)
          .forEach(batch -> overdue.add(batch.id()));
      int limit = random.nextInt(30);
      PlacementPlan plan =
          PlacementPlan.of(
              waiting,
              rooms,
              List.of(),
              allowed,
              new VcpuBudget(limits, use),
              batch -> !overdue.contains(batch.id()),
              limit);
      NaivePlan naive =
          new NaivePlan(
              rooms,
              allowed,
              new VcpuBudget(limits, use),
              batch -> !overdue.contains(batch.id()),
              limit);
      assertThat(plan.placements()).as("seed %d", seed).isEqualTo(naive.of(waiting));
    }
  }

  private static List<WaitingBatch> waiting(Random random) {
    List<WaitingBatch> waiting = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      waiting.add(
          aBatch(new UUID(0, random.nextInt(4)))
              .priority(
                  random.nextBoolean()
                      ? JobPriority.ON_DEMAND_PRIORITY
                      : JobPriority.ON_DEMAND_ECONOMY)
              .architecture(random.nextInt(4) == 0 ? Architecture.AARCH64 : Architecture.X86)
              .vcpus(1 + random.nextInt(6))
              .memoryMib(1 << random.nextInt(10))
              .jobs(1 + random.nextInt(5)));
    }
    return waiting;
  }

  private static List<HostRoom> rooms(Random random) {
    List<HostRoom> rooms = new ArrayList<>();
    for (int i = random.nextInt(25); i > 0; i--) {
      int total = 1 + random.nextInt(8);
      rooms.add(
          new HostRoom(
              "h" + i,
              random.nextInt(4) == 0 ? Architecture.AARCH64 : Architecture.X86,
              random.nextInt(total + 2) - 1,
              random.nextInt(1000),
              random.nextInt(20),
              total,
              1000,
              List.of()));
    }
    return rooms;
  }

  private static VcpuLimits limits(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> VcpuLimits.NONE;
      case 1 -> new VcpuLimits(Map.of(ALICE, random.nextInt(10)), Map.of());
      default -> new VcpuLimits(Map.of(ALICE, 5), Map.of("ws", random.nextInt(20)));
    };
  }

  /** A plan that tested each batch against each host would need ten million tests. */
  @Test
  void testsOfHostsDoNotGrowWithTheProductOfBatchesAndHosts() {
    List<WaitingBatch> waiting = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      waiting.add(aBatch(new UUID(0, i % 1000)).vcpus(1 + i % 8).jobs(3));
    }
    List<HostRoom> rooms = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      rooms.add(busyHost("h" + i, i % 10 == 0 ? 2 : 0, 64));
    }
    AtomicLong tests = new AtomicLong();
    FreeHosts hosts =
        new FreeHosts(
            rooms,
            (room, demand) -> {
              tests.incrementAndGet();
              return HostChecks.fits(room, demand);
            });
    FreeHosts none = new FreeHosts(List.of(), HostChecks::fits);
    PlacementPlan plan =
        new Planner(hosts, none, AllowedHosts.ALL, used(Map.of()), batch -> false, 1000)
            .plan(waiting);
    assertThat(plan.placements()).hasSizeGreaterThan(20);
    assertThat(tests).hasValueLessThan(8 * (1000 + 1000));
  }
}
