package org.openhtc.scheduling;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.QueueOverview;
import org.openhtc.lease.Leases;
import org.openhtc.region.RegionName;
import org.openhtc.scheduling.ahead.EndRates;
import org.openhtc.scheduling.ahead.PreparedJobs;
import org.springframework.stereotype.Component;

/** The schedulers of this process, one per region. */
@Component
class Schedulers {
  private final JobQueue queue;
  private final AdmissionLimits limits;
  private final Hosts hosts;
  private final Leases leases;
  private final PlacementLimits placementLimits;
  private final Usage usage;
  private final EndRates ends;
  private final TickTimers timers;
  private final Map<RegionName, RegionScheduler> schedulers = new ConcurrentSkipListMap<>();

  Schedulers(
      JobQueue queue,
      AdmissionLimits limits,
      Hosts hosts,
      Leases leases,
      PlacementLimits placementLimits,
      Usage usage,
      EndRates ends,
      TickTimers timers) {
    this.queue = queue;
    this.limits = limits;
    this.hosts = hosts;
    this.leases = leases;
    this.placementLimits = placementLimits;
    this.usage = usage;
    this.ends = ends;
    this.timers = timers;
  }

  /** See {@link RegionScheduler#tick}. */
  OptionalInt tick(RegionName region, List<Host> everywhere, QueueOverview waiting) {
    long begun = System.nanoTime();
    OptionalInt placed =
        schedulers.computeIfAbsent(region, this::scheduler).tick(everywhere, waiting);
    if (placed.isPresent()) {
      timers.of(region).record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }
    return placed;
  }

  /** See {@link RegionScheduler#hasLeftOutJobs}. */
  boolean hasLeftOutJobs(RegionName region) {
    RegionScheduler scheduler = schedulers.get(region);
    return scheduler != null && scheduler.hasLeftOutJobs();
  }

  private RegionScheduler scheduler(RegionName region) {
    PreparedJobs prepared = new PreparedJobs(placementLimits.clock());
    LeaderPlacement placement = new LeaderPlacement(region, queue, hosts, leases, usage, prepared);
    RoomAhead ahead = new RoomAhead(usage, ends);
    return new RegionScheduler(region, queue, limits, placement, placementLimits, usage, ahead);
  }

  /** The regions whose hosts may have to give back jobs that were placed ahead. */
  Set<RegionName> withPreparedJobs() {
    return schedulers.entrySet().stream()
        .filter(scheduler -> scheduler.getValue().hasPreparedJobs())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The other regions are not ticked. */
  void skipOtherThan(Set<RegionName> ticked) {
    schedulers.forEach((region, scheduler) -> {
      if (!ticked.contains(region)) {
        scheduler.forgetReasons();
      }
    });
  }
}
