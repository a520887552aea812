package org.openhtc.scheduling.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.scheduling.plan.BatchBuilder.aBatch;
import static org.openhtc.scheduling.plan.TestPlans.ALICE;
import static org.openhtc.scheduling.plan.TestPlans.BOB;
import static org.openhtc.scheduling.plan.TestPlans.busyHost;
import static org.openhtc.scheduling.plan.TestPlans.host;
import static org.openhtc.scheduling.plan.TestPlans.limit;
import static org.openhtc.scheduling.plan.TestPlans.only;
import static org.openhtc.scheduling.plan.TestPlans.owner;
import static org.openhtc.scheduling.plan.TestPlans.placements;
import static org.openhtc.scheduling.plan.TestPlans.plan;
import static org.openhtc.scheduling.plan.TestPlans.used;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.VcpuUse;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.region.JobPriority;

class PlacementPlanTest {
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
            new Placement(new JobId(new UUID(9, 9), 3), 2, "h1", false, 64),
            new Placement(new JobId(new UUID(9, 9), 7), 0, "h1"));
  }

  @Test
  void retryWithMoreMemoryThatFindsNoRoomDelaysNoOtherJobOfItsBatch() {
    WaitingBatch batch = aBatch(ALICE).nextIndex(7).retry(3, 1 << 24, null).jobs(2);
    assertThat(plan(List.of(batch), host("h1", 2)))
        .extracting(p -> p.job().index())
        .containsExactly(7, 8);
  }

  @Test
  void retryAvoidsAHostUnlessThereIsNoOther() {
    WaitingBatch batch = aBatch(ALICE).nextIndex(7).retry(3, 64, "h1").jobs(0);
    assertThat(plan(List.of(batch), host("h1", 9), host("h2", 1)))
        .extracting(Placement::host)
        .containsExactly("h2");
    assertThat(plan(List.of(batch), host("h1", 9)))
        .extracting(Placement::host)
        .containsExactly("h1");
    assertThat(plan(List.of(batch), host("h1", 9), busyHost("h2", 0, 4))).isEmpty();
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
        placements(
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
  void restrictedProjectTakesOnlyHostsOfItsDimensions() {
    List<WaitingBatch> waiting = List.of(aBatch(ALICE).jobs(4), aBatch(BOB).jobs(4));
    List<Placement> plan =
        placements(
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
        placements(
            List.of(aBatch(ALICE).jobs(1), economy),
            List.of(host("h1", 8)),
            only(ALICE, JobPriority.ON_DEMAND_ECONOMY, "h1"),
            used(Map.of()),
            b -> true,
            100);
    assertThat(plan).extracting(p -> p.job().batchId()).containsExactly(economy.id());
  }

  @Test
  void projectAtItsLimitLeavesItsRoomToOthers() {
    List<WaitingBatch> waiting = List.of(aBatch(ALICE).jobs(10), aBatch(BOB).jobs(10));
    List<Placement> plan =
        placements(
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
        placements(
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
        placements(waiting, List.of(host("h1", 64)), AllowedHosts.ALL, budget, batch -> true, 100);
    assertThat(plan).hasSize(4);
    assertThat(List.of(ALICE, BOB))
        .extracting(project -> budget.refusal(project, "ws", 1).orElse(""))
        .containsOnly("Held by the workspace's limit of 6 vCPUs");
  }
}
