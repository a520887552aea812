package org.openhtc.scheduling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.openhtc.host.Host;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.lease.DueTime;
import org.openhtc.region.RegionName;
import org.springframework.stereotype.Component;

/**
 * Fails waiting jobs when none of their regions has had a reachable host for too long, or none that
 * suits them.
 */
@Component
class RegionOutages {
  /** How often hosts are compared with demands, of which there may be thousands. */
  private static final Duration COMPARED_EVERY = Duration.ofSeconds(10);

  private final JobQueue queue;
  private final SchedulingSettings settings;
  private final Clock clock;
  private final RegionLiveness liveness = new RegionLiveness();
  private final DemandLiveness demands = new DemandLiveness();
  private DueTime nextComparison = DueTime.NOW;
  private Collection<WaitingClass> waiting = List.of();
  private List<WaitingClass> unsuited = List.of();

  RegionOutages(JobQueue queue, SchedulingSettings settings, Clock clock) {
    this.queue = queue;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Must be called in every run of the scheduler's loop, also for regions that this process does
   * not lead.
   *
   * @param regions that have hosts or waiting jobs
   * @param hosts of all regions
   * @param classes of all waiting jobs
   */
  void observe(Set<RegionName> regions, Collection<Host> hosts, Collection<WaitingClass> classes) {
    Instant now = clock.instant();
    waiting = classes;
    liveness.observe(regions, hosts, now);
    unsuited = List.of();
    if (nextComparison.isReached(now)) {
      demands.observe(classes, hosts, now);
      unsuited = demands.unsuitedForLongerThan(settings.regionGrace(), classes);
      nextComparison = DueTime.after(COMPARED_EVERY, now);
    } else {
      demands.add(classes, now);
    }
  }

  /** Called by the leader of the region. */
  void failWaiting(RegionName region) {
    Set<RegionName> down = liveness.downForLongerThan(settings.regionGrace());
    if (hasJobsOnlyFor(down, region, waiting)) {
      queue.failWaiting(region, down, settings.regionGrace());
    }
    List<WaitingClass> here =
        unsuited.stream().filter(each -> each.regions().contains(region)).toList();
    if (!here.isEmpty()) {
      queue.failUnsuited(here, settings.regionGrace());
    }
  }

  /** Whether jobs of the region wait for regions that are down, and for no other. */
  static boolean hasJobsOnlyFor(
      Set<RegionName> down, RegionName region, Collection<WaitingClass> waiting) {
    return down.contains(region)
        && waiting.stream()
            .map(WaitingClass::regions)
            .anyMatch(regions -> regions.contains(region) && down.containsAll(regions));
  }
}
