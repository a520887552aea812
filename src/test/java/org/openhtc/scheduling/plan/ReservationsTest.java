package org.openhtc.scheduling.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.scheduling.plan.BatchBuilder.aBatch;
import static org.openhtc.scheduling.plan.TestPlans.ALICE;
import static org.openhtc.scheduling.plan.TestPlans.BOB;
import static org.openhtc.scheduling.plan.TestPlans.budget;
import static org.openhtc.scheduling.plan.TestPlans.busyHost;
import static org.openhtc.scheduling.plan.TestPlans.host;
import static org.openhtc.scheduling.plan.TestPlans.limit;
import static org.openhtc.scheduling.plan.TestPlans.only;
import static org.openhtc.scheduling.plan.TestPlans.owner;
import static org.openhtc.scheduling.plan.TestPlans.placements;
import static org.openhtc.scheduling.plan.TestPlans.reservingFor;
import static org.openhtc.scheduling.plan.TestPlans.used;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;

class ReservationsTest {
  @Test
  void largeJobGetsAHostReserved() {
    WaitingBatch large = aBatch(ALICE).vcpus(8).jobs(1);
    WaitingBatch small = aBatch(ALICE).jobs(5);
    List<Placement> plan =
        placements(
            List.of(large, small),
            List.of(busyHost("h1", 2, 8), busyHost("h2", 1, 4)),
            AllowedHosts.ALL,
            used(Map.of()),
            batch -> batch != large,
            100);
    assertThat(plan).extracting(Placement::host).containsExactly("h2");
  }

  /** Else each end on the host would make room for a small job that waits there already. */
  @Test
  void noJobIsPlacedAheadOnAReservedHost() {
    WaitingBatch large = aBatch(ALICE).vcpus(8).jobs(1);
    WaitingBatch small = aBatch(BOB).jobs(5);
    PlacementPlan plan =
        PlacementPlan.of(
            List.of(large, small),
            List.of(busyHost("h1", 0, 8), busyHost("h2", 0, 8)),
            List.of(busyHost("h1", 1, 8), busyHost("h2", 1, 8)),
            AllowedHosts.ALL,
            used(Map.of()),
            batch -> batch != large,
            100);
    assertThat(plan.kept()).containsExactly("h1");
    assertThat(plan.placements()).extracting(Placement::host).containsExactly("h2");
  }

  @Test
  void noHostIsReservedForAJobThatMayNotUseIt() {
    WaitingBatch large = aBatch(ALICE).vcpus(8).jobs(1);
    WaitingBatch small = aBatch(BOB).jobs(2);
    List<Placement> plan =
        placements(
            List.of(large, small),
            List.of(busyHost("h1", 2, 8)),
            only(ALICE, JobPriority.ON_DEMAND_PRIORITY, "elsewhere"),
            used(Map.of()),
            batch -> batch != large,
            100);
    assertThat(plan).extracting(Placement::host).containsExactly("h1", "h1");
  }

  @Test
  void longWaitingJobCollectsVcpusThatItsProjectFrees() {
    VcpuBudget budget = budget(Map.of(ALICE, 4), Map.of(), Map.of(ALICE, 3L));
    WaitingBatch large = aBatch(ALICE).vcpus(4).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(ALICE).jobs(9));
    assertThat(reservingFor(large, waiting, budget, host("h1", 64))).isEmpty();
    assertThat(budget.refusal(ALICE, "ws", 4)).contains("Held by the project's limit of 4 vCPUs");
  }

  @Test
  void longWaitingJobCollectsVcpusThatItsWorkspaceFrees() {
    VcpuBudget budget = budget(Map.of(), Map.of("ws", 4), Map.of(BOB, 3L));
    WaitingBatch large = aBatch(ALICE).vcpus(4).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(BOB).jobs(9));
    assertThat(reservingFor(large, waiting, budget, host("h1", 64))).isEmpty();
  }

  /** While jobs end one by one and small ones are waiting, the large one starts in the end. */
  @Test
  void longWaitingJobCollectsItsShareInRandomTraffic() {
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
        plan = reservingFor(large, waiting, budget, host("h1", 64));
        running--;
      }
      assertThat(plan.getFirst().job().batchId()).as("seed %d", seed).isEqualTo(large.id());
    }
  }

  @Test
  void longWaitingJobReservesNoMoreThanItsProjectMayUse() {
    VcpuBudget budget = budget(Map.of(ALICE, 4), Map.of("ws", 8), Map.of(ALICE, 3L));
    WaitingBatch large = aBatch(ALICE).vcpus(4).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(ALICE).jobs(9), aBatch(BOB).jobs(9));
    assertThat(reservingFor(large, waiting, budget, host("h1", 64)))
        .hasSize(4)
        .extracting(p -> owner(waiting, p))
        .containsOnly(BOB);
  }

  @Test
  void jobLargerThanItsLimitReservesNothing() {
    WaitingBatch large = aBatch(ALICE).vcpus(8).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(ALICE).jobs(9));
    assertThat(reservingFor(large, waiting, limit(ALICE, 4), host("h1", 64))).hasSize(4);
  }

  @Test
  void jobLargerThanEveryHostReservesNothingOfItsLimit() {
    VcpuBudget budget = budget(Map.of(ALICE, 8), Map.of(), Map.of(ALICE, 1L));
    WaitingBatch large = aBatch(ALICE).vcpus(8).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(ALICE).jobs(9));
    assertThat(reservingFor(large, waiting, budget, host("h1", 4))).hasSize(4);
  }

  @Test
  void longWaitingJobThatWaitsForAHostReservesItsShareOfTheLimit() {
    WaitingBatch large = aBatch(ALICE).vcpus(8).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(ALICE).jobs(5));
    assertThat(
            reservingFor(
                large, waiting, limit(ALICE, 8), busyHost("h1", 2, 8), busyHost("h2", 1, 4)))
        .isEmpty();
  }

  @Test
  void noHostIsReservedWhileALimitHoldsTheJob() {
    VcpuBudget budget = budget(Map.of(ALICE, 4), Map.of(), Map.of(ALICE, 3L));
    WaitingBatch large = aBatch(ALICE).vcpus(4).jobs(1);
    List<WaitingBatch> waiting = List.of(large, aBatch(BOB).jobs(9));
    assertThat(reservingFor(large, waiting, budget, host("h1", 4))).hasSize(4);
  }

  @Test
  void jobThatFitsOnNoHostDelaysNoOther() {
    WaitingBatch arm = aBatch(ALICE).architecture(Architecture.AARCH64).jobs(5);
    WaitingBatch x86 = aBatch(ALICE).jobs(1);
    assertThat(
            placements(
                List.of(arm, x86),
                List.of(host("h1", 2)),
                AllowedHosts.ALL,
                used(Map.of()),
                batch -> false,
                100))
        .extracting(p -> p.job().batchId())
        .containsExactly(x86.id());
  }

  @Test
  void oneHostIsReservedPerProject() {
    WaitingBatch first = aBatch(ALICE).vcpus(5).jobs(9);
    WaitingBatch second = aBatch(ALICE).vcpus(5).jobs(9);
    WaitingBatch small = aBatch(ALICE).jobs(9);
    PlacementPlan plan =
        PlacementPlan.of(
            List.of(first, second, small),
            busyHosts(20, 3, 8),
            List.of(),
            AllowedHosts.ALL,
            used(Map.of()),
            batch -> batch == small,
            100);
    assertThat(plan.kept()).hasSize(1);
    assertThat(plan.placements()).hasSize(9);
    assertThat(plan.placements())
        .extracting(Placement::host)
        .doesNotContainAnyElementsOf(plan.kept());
  }

  @Test
  void aTenthOfTheHostsIsReservedAtMost() {
    List<WaitingBatch> waiting = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      waiting.add(aBatch(new UUID(1, i)).vcpus(5).jobs(9));
    }
    PlacementPlan plan =
        PlacementPlan.of(
            waiting,
            busyHosts(30, 3, 8),
            List.of(),
            AllowedHosts.ALL,
            used(Map.of()),
            batch -> false,
            100);
    assertThat(plan.kept()).hasSize(3);
  }

  /** The second job of the project would only add to what its first one has reserved. */
  @Test
  void oneShareOfALimitIsReservedPerProject() {
    WaitingBatch small = aBatch(ALICE).jobs(9);
    List<WaitingBatch> waiting =
        List.of(aBatch(ALICE).vcpus(5).jobs(9), aBatch(ALICE).vcpus(5).jobs(9), small);
    List<Placement> plan =
        placements(
            waiting,
            busyHosts(20, 3, 8),
            AllowedHosts.ALL,
            limit(ALICE, 10),
            batch -> batch == small,
            100);
    assertThat(plan).hasSize(5);
  }

  @Test
  void reservedHostKeepsItsRoom() {
    PlacementPlan plan =
        PlacementPlan.of(
            List.of(aBatch(ALICE).vcpus(5).jobs(1)),
            busyHosts(2, 3, 8),
            List.of(),
            AllowedHosts.ALL,
            used(Map.of()),
            batch -> false,
            100);
    assertThat(plan.kept()).hasSize(1);
    assertThat(plan.remaining()).extracting(HostRoom::vcpus).containsExactly(3L, 3L);
  }

  private static List<HostRoom> busyHosts(int count, int free, int total) {
    List<HostRoom> hosts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hosts.add(busyHost("h" + i, free, total));
    }
    return hosts;
  }
}
