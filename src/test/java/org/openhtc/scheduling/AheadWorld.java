package org.openhtc.scheduling;

import static org.openhtc.testing.HostBuilder.aHost;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.Host;
import org.openhtc.host.HostMeasure;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.HostUse;
import org.openhtc.job.queue.HostUseReader;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.region.JobPriority;
import org.openhtc.scheduling.ahead.EndRates;
import org.openhtc.scheduling.ahead.PreparedJobs;
import org.openhtc.scheduling.plan.AllowedHosts;
import org.openhtc.scheduling.plan.BatchBuilder;
import org.openhtc.scheduling.plan.HostRoom;
import org.openhtc.scheduling.plan.PlacementPlan;
import org.openhtc.testing.SettableClock;

/**
 * A scheduler with three hosts that start jobs in the order of their placement, as soon as their
 * capacity allows it. Each tick takes 100 ms. Batches have one job, of a random project, size and
 * duration.
 */
final class AheadWorld implements HostUseReader {
  static final UUID PROJECT = new UUID(0, 0);
  private static final int CAPACITY = 8;

  /** A job on a host. */
  private static final class Placed {
    private final WaitingBatch batch;
    private final boolean isAhead;
    private int ticksLeft;
    private boolean isStarted;

    Placed(WaitingBatch batch, boolean isAhead, int ticksLeft) {
      this.batch = batch;
      this.isAhead = isAhead;
      this.ticksLeft = ticksLeft;
    }

    int vcpus() {
      return batch.demand().vcpus();
    }
  }

  private final Random random;
  private final VcpuLimits limits;
  private final SettableClock clock = new SettableClock();
  private final EndRates ends = new EndRates(clock);
  private final Usage usage = new Usage(this, clock);
  private final RoomAhead ahead = new RoomAhead(usage, ends);
  private final PreparedJobs prepared = new PreparedJobs(clock);
  private final List<Host> hosts = new ArrayList<>();
  private final Map<String, List<Placed>> onHosts = new HashMap<>();
  private final List<WaitingBatch> waiting = new ArrayList<>();
  private final List<String> submitted = new ArrayList<>();
  private final List<String> ended = new ArrayList<>();
  private Set<PlacementPlan.Missed> missed = Set.of();
  private boolean isSubmitting = true;
  private @Nullable WaitingBatch longWaiting;
  private int preparedSoFar;

  AheadWorld(Random random, VcpuLimits limits) {
    this.random = random;
    this.limits = limits;
    HostMeasure measure = aMeasure().vcpus(CAPACITY).memoryMib(100_000).diskGib(null).build();
    for (String name : List.of("h1", "h2", "h3")) {
      hosts.add(aHost(name).measure(measure).build());
      onHosts.put(name, new ArrayList<>());
    }
  }

  void tick() {
    clock.advance(Duration.ofMillis(100));
    if (isSubmitting) {
      submit();
    }
    onHosts.forEach(this::run);
    plan();
  }

  private void submit() {
    for (int i = random.nextInt(7); i > 0; i--) {
      WaitingBatch batch =
          BatchBuilder.aBatch(new UUID(0, random.nextInt(3)))
              .priority(
                  random.nextInt(5) == 0
                      ? JobPriority.ON_DEMAND_PRIORITY
                      : JobPriority.ON_DEMAND_ECONOMY)
              .vcpus(1 + random.nextInt(4) / 2)
              .jobs(1);
      waiting.add(batch);
      submitted.add(batch.id().toString());
    }
  }

  /** A job that needs a whole host has waited so long that smaller ones may not overtake it. */
  void submitLongWaiting() {
    longWaiting =
        BatchBuilder.aBatch(PROJECT)
            .priority(JobPriority.ON_DEMAND_ECONOMY)
            .vcpus(CAPACITY)
            .jobs(1);
    waiting.add(longWaiting);
  }

  /** There are always small jobs of the same priority that wait. */
  void saturate() {
    while (waiting.size() < 50) {
      waiting.add(
          BatchBuilder.aBatch(PROJECT).priority(JobPriority.ON_DEMAND_ECONOMY).vcpus(1).jobs(1));
    }
  }

  boolean isLongWaitingPlaced() {
    return longWaiting != null && !waiting.contains(longWaiting);
  }

  private void run(String host, List<Placed> jobs) {
    int before = jobs.size();
    jobs.removeIf(job -> {
      boolean isOver = job.isStarted && --job.ticksLeft <= 0;
      if (isOver) {
        ended.add(job.batch.id().toString());
      }
      return isOver;
    });
    if (jobs.size() < before) {
      ends.count(Map.of(host, before - jobs.size()));
      usage.markChanged(Set.of(host));
    }
    for (Placed job : jobs) {
      if (!job.isStarted) {
        if (started(jobs) + job.vcpus() > CAPACITY) {
          return;
        }
        job.isStarted = true;
      }
    }
  }

  private void plan() {
    usage.refresh();
    List<HostRoom> rooms = usage.rooms(hosts);
    waiting.sort(Comparator.comparingLong(WaitingBatch::seq));
    PlacementPlan plan =
        PlacementPlan.of(
            List.copyOf(waiting),
            rooms,
            ahead.of(rooms),
            AllowedHosts.ALL,
            new VcpuBudget(limits, usage.vcpus()),
            batch -> batch != longWaiting,
            1000);
    missed = plan.missed();
    preparedSoFar += plan.prepared().size();
    plan.placements().forEach(this::place);
    giveBack(prepared.takeUnwanted(plan));
    prepared.add(plan.prepared());
  }

  private void place(Placement placement) {
    WaitingBatch batch =
        waiting.stream()
            .filter(b -> b.id().equals(placement.job().batchId()))
            .findFirst()
            .orElseThrow();
    waiting.remove(batch);
    jobsOn(placement.host()).add(new Placed(batch, placement.isAhead(), 1 + random.nextInt(6)));
    usage.markChanged(Set.of(placement.host()));
  }

  private void giveBack(Map<String, Set<JobId>> unwanted) {
    unwanted.forEach((host, ids) -> {
      Set<UUID> batches = new HashSet<>();
      ids.forEach(id -> batches.add(id.batchId()));
      jobsOn(host)
          .removeIf(job -> {
            boolean isReturned = !job.isStarted && batches.contains(job.batch.id());
            if (isReturned) {
              waiting.add(job.batch);
            }
            return isReturned;
          });
      usage.markChanged(Set.of(host));
    });
  }

  private List<Placed> jobsOn(String host) {
    return onHosts.getOrDefault(host, List.of());
  }

  private static int started(List<Placed> jobs) {
    return jobs.stream().filter(job -> job.isStarted).mapToInt(Placed::vcpus).sum();
  }

  /** The hosts that run more than their capacity or prepare more than they may. */
  List<String> overfull() {
    return onHosts.entrySet().stream()
        .filter(host -> {
          int all = host.getValue().stream().mapToInt(Placed::vcpus).sum();
          return started(host.getValue()) > CAPACITY || all > CAPACITY + RoomAhead.MOST_VCPUS;
        })
        .map(Map.Entry::getKey)
        .toList();
  }

  int preparedSoFar() {
    return preparedSoFar;
  }

  boolean hasMissed(JobPriority priority) {
    return missed.stream().anyMatch(m -> m.priority() == priority);
  }

  /** Jobs of lower priority that were placed ahead and neither started nor given back. */
  List<String> preparedBehindWhich(JobPriority priority) {
    return onHosts.values().stream()
        .flatMap(List::stream)
        .filter(job -> job.isAhead && !job.isStarted)
        .filter(job -> job.batch.priority().compareTo(priority) > 0)
        .map(job -> job.batch.id().toString())
        .toList();
  }

  long used(UUID project) {
    return onHosts.values().stream()
        .flatMap(List::stream)
        .filter(job -> job.batch.projectId().equals(project))
        .mapToInt(Placed::vcpus)
        .sum();
  }

  List<String> stopSubmitting() {
    isSubmitting = false;
    return submitted;
  }

  boolean isBusy() {
    return !waiting.isEmpty() || onHosts.values().stream().anyMatch(jobs -> !jobs.isEmpty());
  }

  List<String> ended() {
    return ended;
  }

  @Override
  public List<HostUse> all() {
    return of(onHosts.keySet());
  }

  @Override
  public List<HostUse> of(Collection<String> names) {
    return names.stream().flatMap(this::use).toList();
  }

  private Stream<HostUse> use(String host) {
    return jobsOn(host).stream()
        .map(job ->
            new HostUse(host, job.batch.projectId(), "ws", 1, job.vcpus(), job.vcpus() * 64L));
  }
}
