package org.openhtc.scheduling;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.job.forecast.OccupancyQueries;
import org.openhtc.job.forecast.OccupyingJob;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.QueueOverview;
import org.openhtc.job.queue.VcpuUse;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.region.RegionName;
import org.openhtc.scheduling.plan.HostRoom;
import org.openhtc.scheduling.plan.StartEstimate;
import org.springframework.stereotype.Component;

/** Reads hosts, queue, limits and run times, and makes the forecasts of the regions. */
@Component
class Forecaster {
  /** Batches that are read of all classes together; later ones are not part of the forecast. */
  private static final int MOST_BATCHES = 4_000;

  /** Jobs of a batch that wait for another attempt; more of them are not part of the forecast. */
  private static final int MOST_RETRIES = 1_000;

  private final JobQueue queue;
  private final AdmissionLimits limits;
  private final Hosts hosts;
  private final OccupancyQueries occupancy;
  private final SchedulingSettings settings;
  private final Clock clock;

  Forecaster(
      JobQueue queue,
      AdmissionLimits limits,
      Hosts hosts,
      OccupancyQueries occupancy,
      SchedulingSettings settings,
      Clock clock) {
    this.queue = queue;
    this.limits = limits;
    this.hosts = hosts;
    this.occupancy = occupancy;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The forecasts of all regions in which jobs wait.
   *
   * @param added jobs that could be submitted; they are after all others
   */
  Map<RegionName, RegionForecast> make(List<AddedBatch> added) {
    QueueOverview overview = queue.overview();
    Map<WaitingClass, List<WaitingBatch>> waiting = waiting(overview.classes());
    List<Host> all = hosts.all();
    List<OccupyingJob> occupying = occupancy.onHosts();
    Map<UUID, UUID> tasks = tasks(waiting, added);
    RunTimeSamples samples = samples(tasks, occupying);
    Set<RegionName> regions = new LinkedHashSet<>(overview.regions());
    added.forEach(batch -> regions.addAll(batch.regions()));
    Map<RegionName, RegionForecast> forecasts = new EnumMap<>(RegionName.class);
    for (RegionName region : regions) {
      List<Host> own = all.stream().filter(host -> host.region() == region).toList();
      StartEstimate.Situation situation =
          situation(own, inRegion(region, waiting, added), occupying);
      forecasts.put(region, new RegionForecast(situation, occupying, tasks, samples));
    }
    return forecasts;
  }

  private Map<WaitingClass, List<WaitingBatch>> waiting(List<WaitingClass> classes) {
    int depth = Math.max(1, MOST_BATCHES / Math.max(1, classes.size()));
    return classes.isEmpty()
        ? Map.of()
        : queue.waiting(
            classes.stream().collect(Collectors.toMap(k -> k, k -> depth)), MOST_RETRIES);
  }

  private static List<WaitingBatch> inRegion(
      RegionName region, Map<WaitingClass, List<WaitingBatch>> waiting, List<AddedBatch> added) {
    List<WaitingBatch> own = new ArrayList<>();
    waiting.forEach((ofClass, batches) -> {
      if (ofClass.regions().contains(region)) {
        own.addAll(batches);
      }
    });
    own.sort(Comparator.comparingLong(WaitingBatch::seq));
    added.stream()
        .filter(batch -> batch.regions().contains(region))
        .forEach(batch -> own.add(batch.batch()));
    return own;
  }

  private StartEstimate.Situation situation(
      List<Host> own, List<WaitingBatch> waiting, List<OccupyingJob> occupying) {
    Instant now = clock.instant();
    return new StartEstimate.Situation(
        now,
        waiting,
        rooms(own, occupying),
        List.of(),
        limits.allowed(
            own, waiting.stream().map(WaitingBatch::projectId).collect(Collectors.toSet())),
        limits.now(),
        use(occupying),
        settings.reserveAfter());
  }

  /** The room of each of the hosts that is ready. */
  static List<HostRoom> rooms(Collection<Host> hosts, List<OccupyingJob> occupying) {
    Map<String, long[]> used = new HashMap<>();
    for (OccupyingJob job : occupying) {
      long[] sums = used.computeIfAbsent(job.host(), host -> new long[2]);
      sums[0] += job.demand().vcpus();
      sums[1] += job.demand().memoryMib();
    }
    return hosts.stream()
        .filter(Host::isReady)
        .map(host -> {
          long[] sums = used.getOrDefault(host.name(), new long[2]);
          return HostRoom.of(host, sums[0], sums[1]);
        })
        .toList();
  }

  static VcpuUse use(List<OccupyingJob> occupying) {
    Map<UUID, Long> byProject = new HashMap<>();
    Map<String, Long> byWorkspace = new HashMap<>();
    for (OccupyingJob job : occupying) {
      byProject.merge(job.project(), (long) job.demand().vcpus(), Long::sum);
      byWorkspace.merge(job.workspace(), (long) job.demand().vcpus(), Long::sum);
    }
    return new VcpuUse(byProject, byWorkspace);
  }

  private Map<UUID, UUID> tasks(
      Map<WaitingClass, List<WaitingBatch>> waiting, List<AddedBatch> added) {
    Map<UUID, UUID> tasks =
        new HashMap<>(
            occupancy.tasks(
                waiting.values().stream().flatMap(List::stream).map(WaitingBatch::id).toList()));
    added.forEach(batch -> tasks.put(batch.batch().id(), batch.task()));
    return tasks;
  }

  private RunTimeSamples samples(Map<UUID, UUID> tasks, List<OccupyingJob> occupying) {
    Set<UUID> wanted = new HashSet<>(tasks.values());
    occupying.forEach(job -> wanted.add(job.task()));
    return new RunTimeSamples(wanted.isEmpty() ? Map.of() : occupancy.runTimes(wanted));
  }
}
