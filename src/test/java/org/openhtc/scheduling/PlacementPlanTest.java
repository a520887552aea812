package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.scheduling.BatchBuilder.aBatch;
import static org.openhtc.testing.HostBuilder.aHost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openhtc.host.Host;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.VcpuUse;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.project.Dimension;
import org.openhtc.project.DimensionRule;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

class PlacementPlanTest {
  private static final UUID ALICE = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);

  @Test
  void jobsSpreadOverTheHosts() {
    List<Placement> plan = plan(List.of(aBatch(ALICE).jobs(4)), host("h1", 2), host("h2", 2));
    assertThat(plan).extracting(Placement::host).containsExactlyInAnyOrder("h1", "h1", "h2", "h2");
  }

  @Test
  void jobsOfATailAreTakenInOrder() {
    List<Placement> plan = plan(List.of(aBatch(ALICE).jobs(9)), host("h1", 3));
    assertThat(plan).extracting(p -> p.job().index()).containsExactly(0, 1, 2);
    assertThat(plan).extracting(Placement::fromAttempt).containsOnly(0);
  }

  @Test
  void retriesGoBeforeTheTail() {
    WaitingBatch batch = aBatch(ALICE).id(new UUID(9, 9)).nextIndex(7).retry(3, 2).jobs(2);
    assertThat(plan(List.of(batch), host("h1", 2)))
        .containsExactly(
            new Placement(new JobId(new UUID(9, 9), 3), 2, "h1"),
            new Placement(new JobId(new UUID(9, 9), 7), 0, "h1"));
  }

  @Test
  void projectsShareFairlyRegardlessOfTheirNumberOfJobs() {
    List<WaitingBatch> waiting = List.of(aBatch(ALICE).jobs(1000), aBatch(BOB).jobs(3));
    Map<UUID, Long> perProject = new HashMap<>();
    for (Placement p : plan(waiting, host("h1", 6))) {
      perProject.merge(owner(waiting, p), 1L, Long::sum);
    }
    assertThat(perProject).containsEntry(ALICE, 3L).containsEntry(BOB, 3L);
  }

  @Test
  void vcpusThatAProjectUsesAlreadyCount() {
    List<WaitingBatch> waiting = List.of(aBatch(ALICE).jobs(10), aBatch(BOB).jobs(10));
    List<Placement> plan =
        PlacementPlan.of(
            waiting,
            List.of(host("h1", 4)),
            AllowedHosts.ALL,
            used(Map.of(ALICE, 4L)),
            b -> true,
            100);
    assertThat(plan).extracting(p -> owner(waiting, p)).containsOnly(BOB);
  }

  @Test
  void priorityGoesBeforeEconomy() {
    WaitingBatch economy = aBatch(ALICE).priority(JobPriority.ON_DEMAND_ECONOMY).jobs(5);
    WaitingBatch priority = aBatch(ALICE).jobs(2);
    List<WaitingBatch> waiting = List.of(priority, economy);
    assertThat(plan(waiting, host("h1", 3)))
        .extracting(p -> p.job().batchId())
        .containsExactly(priority.id(), priority.id(), economy.id());
  }

  @Test
  void smallJobsPassALargeOneThatHasNoRoomYet() {
    WaitingBatch large = aBatch(ALICE).vcpus(8).jobs(1);
    WaitingBatch small = aBatch(ALICE).jobs(5);
    assertThat(plan(List.of(large, small), busyHost("h1", 2, 8)))
        .extracting(p -> p.job().batchId())
        .containsExactly(small.id(), small.id());
  }

  @Test
  void impatientLargeJobGetsAHostReserved() {
    WaitingBatch large = aBatch(ALICE).vcpus(8).jobs(1);
    WaitingBatch small = aBatch(ALICE).jobs(5);
    List<Placement> plan =
        PlacementPlan.of(
            List.of(large, small),
            List.of(busyHost("h1", 2, 8), busyHost("h2", 1, 4)),
            AllowedHosts.ALL,
            used(Map.of()),
            batch -> batch != large,
            100);
    assertThat(plan).extracting(Placement::host).containsExactly("h2");
  }

  @Test
  void confinedProjectTakesOnlyHostsOfItsDimensions() {
    List<WaitingBatch> waiting = List.of(aBatch(ALICE).jobs(4), aBatch(BOB).jobs(4));
    List<Placement> plan =
        PlacementPlan.of(
            waiting,
            List.of(host("h1", 2), host("h2", 8)),
            only(ALICE, JobPriority.ON_DEMAND_PRIORITY, "h1"),
            used(Map.of()),
            b -> true,
            100);
    assertThat(plan)
        .filteredOn(p -> owner(waiting, p).equals(ALICE))
        .extracting(Placement::host)
        .containsExactly("h1", "h1");
    assertThat(plan).filteredOn(p -> owner(waiting, p).equals(BOB)).hasSize(4);
  }

  @Test
  void dimensionsDistinguishPriorities() {
    WaitingBatch economy = aBatch(ALICE).priority(JobPriority.ON_DEMAND_ECONOMY).jobs(1);
    List<Placement> plan =
        PlacementPlan.of(
            List.of(aBatch(ALICE).jobs(1), economy),
            List.of(host("h1", 8)),
            only(ALICE, JobPriority.ON_DEMAND_ECONOMY, "h1"),
            used(Map.of()),
            b -> true,
            100);
    assertThat(plan).extracting(p -> p.job().batchId()).containsExactly(economy.id());
  }

  @Test
  void noHostIsReservedForAJobThatMayNotUseIt() {
    WaitingBatch large = aBatch(ALICE).vcpus(8).jobs(1);
    WaitingBatch small = aBatch(BOB).jobs(2);
    List<Placement> plan =
        PlacementPlan.of(
            List.of(large, small),
            List.of(busyHost("h1", 2, 8)),
            only(ALICE, JobPriority.ON_DEMAND_PRIORITY, "elsewhere"),
            used(Map.of()),
            batch -> batch != large,
            100);
    assertThat(plan).extracting(Placement::host).containsExactly("h1", "h1");
  }

  @Test
  void projectAtItsLimitLeavesItsRoomToOthers() {
    List<WaitingBatch> waiting = List.of(aBatch(ALICE).jobs(10), aBatch(BOB).jobs(10));
    List<Placement> plan =
        PlacementPlan.of(
            waiting, List.of(host("h1", 8)), AllowedHosts.ALL, limit(ALICE, 2), b -> true, 100);
    assertThat(plan).hasSize(8);
    assertThat(plan).filteredOn(p -> owner(waiting, p).equals(ALICE)).hasSize(2);
  }

  @Test
  void limitLetsTheSmallerJobsOfAProjectPass() {
    WaitingBatch large = aBatch(ALICE).vcpus(4).jobs(2);
    WaitingBatch small = aBatch(ALICE).jobs(9);
    VcpuBudget budget = limit(ALICE, 6);
    List<Placement> plan =
        PlacementPlan.of(
            List.of(large, small),
            List.of(host("h1", 64)),
            AllowedHosts.ALL,
            budget,
            batch -> true,
            100);
    assertThat(plan)
        .extracting(p -> p.job().batchId())
        .containsExactly(large.id(), small.id(), small.id());
    assertThat(budget.refusal(ALICE, "ws", 1)).contains("Held by the project's limit of 6 vCPUs");
  }

  @Test
  void workspaceLimitIsSharedByAllItsProjects() {
    List<WaitingBatch> waiting = List.of(aBatch(ALICE).jobs(10), aBatch(BOB).jobs(10));
    VcpuBudget budget =
        new VcpuBudget(
            new VcpuLimits(Map.of(ALICE, 9), Map.of("ws", 6)),
            new VcpuUse(Map.of(BOB, 2L), Map.of("ws", 2L)));
    List<Placement> plan =
        PlacementPlan.of(
            waiting, List.of(host("h1", 64)), AllowedHosts.ALL, budget, batch -> true, 100);
    assertThat(plan).hasSize(4);
    assertThat(List.of(ALICE, BOB))
        .extracting(project -> budget.refusal(project, "ws", 1).orElse(""))
        .containsOnly("Held by the workspace's limit of 6 vCPUs");
  }

  @Test
  void impatientJobCollectsVcpusThatItsProjectFrees() {
    VcpuBudget budget = budget(Map.of(ALICE, 4), Map.of(), Map.of(ALICE, 3L));
    WaitingBatch large = aBatch(ALICE).vcpus(4).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(ALICE).jobs(9));
    assertThat(impatient(large, waiting, budget, host("h1", 64))).isEmpty();
    assertThat(budget.refusal(ALICE, "ws", 4)).contains("Held by the project's limit of 4 vCPUs");
  }

  @Test
  void impatientJobCollectsVcpusThatItsWorkspaceFrees() {
    VcpuBudget budget = budget(Map.of(), Map.of("ws", 4), Map.of(BOB, 3L));
    WaitingBatch large = aBatch(ALICE).vcpus(4).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(BOB).jobs(9));
    assertThat(impatient(large, waiting, budget, host("h1", 64))).isEmpty();
  }

  /** While jobs end one by one and small ones are waiting, the large one starts in the end. */
  @Test
  void impatientJobCollectsItsShareInRandomTraffic() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int limit = 2 + random.nextInt(15);
      long running = random.nextInt(limit + 1);
      WaitingBatch large = aBatch(ALICE).vcpus(2 + random.nextInt(limit - 1)).jobs(1);
      List<WaitingBatch> waiting = List.of(large, aBatch(ALICE).jobs(9));
      List<Placement> plan = List.of();
      for (int tick = 0; plan.isEmpty(); tick++) {
        assertThat(tick).as("seed %d, ticks", seed).isLessThanOrEqualTo(limit);
        VcpuBudget budget = budget(Map.of(ALICE, limit), Map.of(), Map.of(ALICE, running));
        plan = impatient(large, waiting, budget, host("h1", 64));
        running--;
      }
      assertThat(plan.getFirst().job().batchId()).as("seed %d", seed).isEqualTo(large.id());
    }
  }

  @Test
  void impatientJobReservesNoMoreThanItsProjectMayUse() {
    VcpuBudget budget = budget(Map.of(ALICE, 4), Map.of("ws", 8), Map.of(ALICE, 3L));
    WaitingBatch large = aBatch(ALICE).vcpus(4).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(ALICE).jobs(9), aBatch(BOB).jobs(9));
    assertThat(impatient(large, waiting, budget, host("h1", 64)))
        .hasSize(4)
        .extracting(p -> owner(waiting, p))
        .containsOnly(BOB);
  }

  @Test
  void jobLargerThanItsLimitReservesNothing() {
    WaitingBatch large = aBatch(ALICE).vcpus(8).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(ALICE).jobs(9));
    assertThat(impatient(large, waiting, limit(ALICE, 4), host("h1", 64))).hasSize(4);
  }

  @Test
  void jobLargerThanEveryHostReservesNothingOfItsLimit() {
    VcpuBudget budget = budget(Map.of(ALICE, 8), Map.of(), Map.of(ALICE, 1L));
    WaitingBatch large = aBatch(ALICE).vcpus(8).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(ALICE).jobs(9));
    assertThat(impatient(large, waiting, budget, host("h1", 4))).hasSize(4);
  }

  @Test
  void impatientJobThatWaitsForAHostReservesItsShareOfTheLimit() {
    WaitingBatch large = aBatch(ALICE).vcpus(8).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(ALICE).jobs(5));
    assertThat(
            impatient(large, waiting, limit(ALICE, 8), busyHost("h1", 2, 8), busyHost("h2", 1, 4)))
        .isEmpty();
  }

  @Test
  void noHostIsReservedWhileALimitHoldsTheJob() {
    VcpuBudget budget = budget(Map.of(ALICE, 4), Map.of(), Map.of(ALICE, 3L));
    WaitingBatch large = aBatch(ALICE).vcpus(4).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(BOB).jobs(9));
    assertThat(impatient(large, waiting, budget, host("h1", 4))).hasSize(4);
  }

  @Test
  void jobThatFitsOnNoHostDelaysNoOther() {
    WaitingBatch arm = aBatch(ALICE).architecture(Architecture.AARCH64).jobs(5);
    WaitingBatch x86 = aBatch(ALICE).jobs(1);
    assertThat(
            PlacementPlan.of(
                List.of(arm, x86),
                List.of(host("h1", 2)),
                AllowedHosts.ALL,
                used(Map.of()),
                batch -> false,
                100))
        .extracting(p -> p.job().batchId())
        .containsExactly(x86.id());
  }

  /** For random queues: no host is overbooked, no job is placed twice, no fitting job is left. */
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
      List<Placement> plan =
          PlacementPlan.of(waiting, rooms, AllowedHosts.ALL, used(Map.of()), batch -> true, 1000);
      verify(waiting, rooms, plan);
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
    assertThat(left.values())
        .allSatisfy(room ->
            assertThat(room.vcpus()).isGreaterThanOrEqualTo(Math.min(0, original(rooms, room))));
    for (WaitingBatch batch : waiting) {
      boolean allPlaced = placed.getOrDefault(batch.id(), 0) == batch.waiting();
      assertThat(allPlaced || HostChecks.choose(left.values(), batch.demand()).isEmpty()).isTrue();
    }
  }

  private static long original(List<HostRoom> rooms, HostRoom room) {
    return rooms.stream()
        .filter(r -> r.host().equals(room.host()))
        .findFirst()
        .orElseThrow()
        .vcpus();
  }

  /** The project's jobs of that priority may use that host only, and no others. */
  private static AllowedHosts only(UUID project, JobPriority priority, String host) {
    Dimension here = new Dimension(RegionName.AWS_US_WEST_2, null, priority, null, null);
    List<Host> hosts =
        Stream.of("h1", "h2", "elsewhere")
            .map(name ->
                aHost(name)
                    .region(name.equals(host) ? RegionName.AWS_US_WEST_2 : RegionName.AWS_US_EAST_1)
                    .build())
            .toList();
    return new AllowedHosts(hosts, Map.of(project, new DimensionRule(List.of(here))));
  }

  private static List<Placement> plan(List<WaitingBatch> waiting, HostRoom... rooms) {
    return PlacementPlan.of(
        waiting, List.of(rooms), AllowedHosts.ALL, used(Map.of()), batch -> true, 100);
  }

  /** All batches are patient except one. */
  private static List<Placement> impatient(
      WaitingBatch one, List<WaitingBatch> waiting, VcpuBudget budget, HostRoom... rooms) {
    return PlacementPlan.of(
        waiting, List.of(rooms), AllowedHosts.ALL, budget, batch -> batch != one, 100);
  }

  /** All projects belong to one workspace. */
  private static VcpuBudget budget(
      Map<UUID, Integer> ofProjects, Map<String, Integer> ofWorkspaces, Map<UUID, Long> used) {
    long sum = used.values().stream().mapToLong(Long::longValue).sum();
    return new VcpuBudget(
        new VcpuLimits(ofProjects, ofWorkspaces), new VcpuUse(used, Map.of("ws", sum)));
  }

  private static VcpuBudget used(Map<UUID, Long> vcpus) {
    return new VcpuBudget(VcpuLimits.NONE, new VcpuUse(vcpus, Map.of()));
  }

  private static VcpuBudget limit(UUID project, int vcpus) {
    return new VcpuBudget(new VcpuLimits(Map.of(project, vcpus), Map.of()), VcpuUse.NONE);
  }

  private static WaitingBatch batchOf(List<WaitingBatch> waiting, Placement placement) {
    return waiting.stream()
        .filter(b -> b.id().equals(placement.job().batchId()))
        .findFirst()
        .orElseThrow();
  }

  private static UUID owner(List<WaitingBatch> waiting, Placement placement) {
    return batchOf(waiting, placement).projectId();
  }

  private static HostRoom host(String name, int vcpus) {
    return busyHost(name, vcpus, vcpus);
  }

  private static HostRoom busyHost(String name, int free, int total) {
    return new HostRoom(name, Architecture.X86, free, 64_000, 100, total, 64_000);
  }
}
