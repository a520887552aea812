package org.openhtc.scheduling;

import static org.openhtc.scheduling.plan.BatchBuilder.aBatch;
import static org.openhtc.scheduling.plan.TestPlans.busyHost;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.openhtc.job.forecast.OccupyingJob;
import org.openhtc.job.forecast.RunTimes;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.VcpuUse;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.region.Architecture;
import org.openhtc.scheduling.plan.AllowedHosts;
import org.openhtc.scheduling.plan.HostRoom;
import org.openhtc.scheduling.plan.StartEstimate;

/**
 * Measures forecasts of waiting jobs on full hosts, for the benchmark {@code start-estimate}.
 * Prints the milliseconds of each forecast. Arguments: waiting jobs, jobs of a batch, hosts, and
 * how many forecasts.
 */
final class StartEstimateProgram {
  private static final int VCPUS = 8;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final UUID TASK = new UUID(1, 1);

  private StartEstimateProgram() {}

  public static void main(String[] arguments) {
    int jobs = Integer.parseInt(arguments[0]);
    int size = Integer.parseInt(arguments[1]);
    int hosts = Integer.parseInt(arguments[2]);
    List<WaitingBatch> waiting = new ArrayList<>();
    Map<UUID, UUID> tasks = new HashMap<>();
    for (int i = 0; i < jobs / size; i++) {
      WaitingBatch batch = aBatch(new UUID(0, i % 10)).vcpus(1 + i % 4).jobs(size);
      waiting.add(batch);
      tasks.put(batch.id(), TASK);
    }
    List<HostRoom> rooms =
        IntStream.range(0, hosts).mapToObj(i -> busyHost("h" + i, 0, VCPUS)).toList();
    RunTimeSamples samples = new RunTimeSamples(Map.of(TASK, runTimes()));
    StartEstimate.Situation situation =
        new StartEstimate.Situation(
            NOW,
            waiting,
            rooms,
            List.of(),
            AllowedHosts.ALL,
            VcpuLimits.NONE,
            VcpuUse.NONE,
            Duration.ofDays(100));
    List<OccupyingJob> running = running(hosts);
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      long begun = System.nanoTime();
      RegionForecast forecast = new RegionForecast(situation, running, tasks, samples);
      double millis = (System.nanoTime() - begun) / 1e6;
      if (forecast.ofLast(waiting.getLast().id()).isEmpty()) {
        throw new AssertionError("the last job starts");
      }
      System.out.println(millis);
    }
  }

  /** From 20 s to ten minutes. */
  private static RunTimes runTimes() {
    return new RunTimes(
        LongStream.rangeClosed(1, 20).mapToObj(i -> 20_000 + i * i * 1450).toList(), 1000);
  }

  private static List<OccupyingJob> running(int hosts) {
    Random random = new Random(7);
    Demand demand = new Demand(Architecture.X86, 1, 64, 10);
    List<OccupyingJob> running = new ArrayList<>();
    for (int i = 0; i < hosts * VCPUS; i++) {
      Instant started = NOW.minusSeconds(random.nextInt(300));
      running.add(
          new OccupyingJob("h" + i / VCPUS, new UUID(0, i % 10), "ws", TASK, demand, started));
    }
    return running;
  }
}
