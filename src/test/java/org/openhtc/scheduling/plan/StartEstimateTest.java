package org.openhtc.scheduling.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.scheduling.plan.BatchBuilder.aBatch;
import static org.openhtc.scheduling.plan.TestPlans.ALICE;
import static org.openhtc.scheduling.plan.TestPlans.BOB;
import static org.openhtc.scheduling.plan.TestPlans.busyHost;
import static org.openhtc.scheduling.plan.TestPlans.host;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.VcpuUse;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.region.Architecture;

class StartEstimateTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");
  private static final Demand ONE_VCPU = new Demand(Architecture.X86, 1, 64, 10);
  private static final int ALL = 100_000;

  @Test
  void jobsStartInWavesOnOneHost() {
    WaitingBatch batch = aBatch(ALICE).jobs(20);
    StartEstimate.Starts starts = starts(List.of(batch), List.of(host("h", 4)), 60_000);
    assertThat(starts.isComplete()).isTrue();
    for (int i = 0; i < 20; i++) {
      StartEstimate.Start start = start(starts, batch, i);
      assertThat(start.position()).isEqualTo(i);
      assertThat(start.millis()).isEqualTo(i / 4 * 60_000L);
    }
  }

  @Test
  void jobsWaitForThoseThatRun() {
    WaitingBatch batch = aBatch(ALICE).jobs(2);
    List<StartEstimate.Running> running =
        List.of(running("h", Duration.ofSeconds(5)), running("h", Duration.ofSeconds(50)));
    StartEstimate.Starts starts =
        StartEstimate.of(
            situation(List.of(batch), List.of(busyHost("h", 0, 2)), running, VcpuLimits.NONE),
            id -> 100_000,
            ALL);
    assertThat(start(starts, batch, 0).millis()).isEqualTo(5_000);
    assertThat(start(starts, batch, 1).millis()).isEqualTo(50_000);
  }

  @Test
  void limitOfAProjectDelaysItsJobsOnly() {
    WaitingBatch limited = aBatch(ALICE).jobs(3);
    WaitingBatch other = aBatch(BOB).jobs(3);
    StartEstimate.Starts starts =
        StartEstimate.of(
            situation(
                List.of(limited, other),
                List.of(host("h", 6)),
                List.of(),
                new VcpuLimits(Map.of(ALICE, 1), Map.of())),
            id -> 1_000,
            ALL);
    assertThat(start(starts, limited, 2).millis()).isEqualTo(2_000);
    assertThat(start(starts, other, 2).millis()).isZero();
  }

  @Test
  void jobThatFitsNoHostNeverStarts() {
    WaitingBatch large = aBatch(ALICE).vcpus(9).jobs(1);
    WaitingBatch small = aBatch(ALICE).jobs(1);
    StartEstimate.Starts starts = starts(List.of(large, small), List.of(host("h", 4)), 1_000);
    assertThat(starts.byJob().keySet()).containsExactly(new JobId(small.id(), 0));
    assertThat(starts.isComplete()).isTrue();
  }

  @Test
  void retriesStartWithTheMemoryThatTheyHaveNow() {
    WaitingBatch batch = aBatch(ALICE).nextIndex(2).retry(0, 60_000, null).retry(1, 1).jobs(2);
    StartEstimate.Starts starts = starts(List.of(batch), List.of(host("h", 8)), 1_000);
    assertThat(starts.byJob()).hasSize(4);
    assertThat(starts.byJob().values()).allMatch(start -> start.millis() == 0);
  }

  @Test
  void computesNoMoreStartsThanRequested() {
    WaitingBatch batch = aBatch(ALICE).jobs(1000);
    StartEstimate.Starts starts =
        StartEstimate.of(
            situation(List.of(batch), List.of(host("h", 8)), List.of(), VcpuLimits.NONE),
            id -> 1_000,
            100);
    assertThat(starts.byJob()).hasSize(100);
    assertThat(starts.isComplete()).isFalse();
  }

  /** The first starts are those of the plan, and no host is ever used beyond its capacity. */
  @Test
  void randomQueuesStartWithinTheCapacityOfTheHosts() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<WaitingBatch> waiting = new ArrayList<>();
      for (int i = 1 + random.nextInt(8); i > 0; i--) {
        waiting.add(
            aBatch(new UUID(0, random.nextInt(3)))
                .vcpus(1 + random.nextInt(4))
                .jobs(1 + random.nextInt(12)));
      }
      List<HostRoom> rooms = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        rooms.add(host("h" + i, 4 + random.nextInt(5)));
      }
      Map<UUID, Long> runs = new HashMap<>();
      waiting.forEach(batch -> runs.put(batch.id(), 500L + random.nextInt(100_000)));
      StartEstimate.Starts starts =
          StartEstimate.of(situation(waiting, rooms, List.of(), VcpuLimits.NONE), runs::get, ALL);
      check("seed " + seed, waiting, rooms, runs::get, starts);
    }
  }

  private static void check(
      String as,
      List<WaitingBatch> waiting,
      List<HostRoom> rooms,
      ToLongFunction<UUID> runs,
      StartEstimate.Starts starts) {
    int jobs = waiting.stream().mapToInt(WaitingBatch::waiting).sum();
    assertThat(starts.byJob()).as(as).hasSize(jobs);
    List<Map.Entry<JobId, StartEstimate.Start>> order =
        starts.byJob().entrySet().stream()
            .sorted(Comparator.comparingInt(e -> e.getValue().position()))
            .toList();
    assertThat(order.stream().map(e -> e.getValue().position()))
        .as(as)
        .containsExactlyElementsOf(IntStream.range(0, jobs).boxed().toList());
    assertThat(order.stream().map(e -> e.getValue().millis()))
        .as(as)
        .isSortedAccordingTo(Comparator.naturalOrder());
    for (Map.Entry<JobId, StartEstimate.Start> start : order) {
      long at = start.getValue().millis();
      long used =
          order.stream()
              .filter(e -> e.getValue().millis() <= at)
              .filter(e -> e.getValue().millis() + runs.applyAsLong(e.getKey().batchId()) > at)
              .mapToLong(e -> vcpus(waiting, e.getKey()))
              .sum();
      assertThat(used)
          .as(as)
          .isLessThanOrEqualTo(rooms.stream().mapToLong(HostRoom::totalVcpus).sum());
    }
    List<JobId> planned =
        PlacementPlan.of(
                waiting,
                rooms,
                List.of(),
                AllowedHosts.ALL,
                new VcpuBudget(VcpuLimits.NONE, VcpuUse.NONE),
                batch -> true,
                1000)
            .placements()
            .stream()
            .map(Placement::job)
            .toList();
    assertThat(order.stream().limit(planned.size()).map(Map.Entry::getKey))
        .as(as)
        .containsExactlyElementsOf(planned);
  }

  private static int vcpus(List<WaitingBatch> waiting, JobId job) {
    return waiting.stream()
        .filter(batch -> batch.id().equals(job.batchId()))
        .findFirst()
        .orElseThrow()
        .demand()
        .vcpus();
  }

  private static StartEstimate.Start start(
      StartEstimate.Starts starts, WaitingBatch batch, int index) {
    return Objects.requireNonNull(starts.byJob().get(new JobId(batch.id(), index)));
  }

  private static StartEstimate.Starts starts(
      List<WaitingBatch> waiting, List<HostRoom> rooms, long runMillis) {
    return StartEstimate.of(
        situation(waiting, rooms, List.of(), VcpuLimits.NONE), id -> runMillis, ALL);
  }

  private static StartEstimate.Situation situation(
      List<WaitingBatch> waiting,
      List<HostRoom> rooms,
      List<StartEstimate.Running> running,
      VcpuLimits limits) {
    return new StartEstimate.Situation(
        NOW, waiting, rooms, running, AllowedHosts.ALL, limits, VcpuUse.NONE, Duration.ofDays(100));
  }

  private static StartEstimate.Running running(String host, Duration remaining) {
    return new StartEstimate.Running(host, ALICE, "ws", ONE_VCPU, remaining);
  }
}
