package org.openhtc.scheduling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.lease.DueTime;
import org.openhtc.region.RegionName;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Fails waiting jobs when none of their regions has had a reachable host for too long, or none that
 * suits them.
 */
@Component
class RegionOutages {
  /** How often hosts are compared with demands, of which there may be thousands. */
  private static final Duration COMPARED_EVERY = Duration.ofSeconds(10);

  private final BiConsumer<RegionName, Set<RegionName>> failWaiting;
  private final Consumer<List<WaitingClass>> failUnsuited;
  private final Supplier<List<Host>> hosts;
  private final Duration grace;
  private final Clock clock;
  private final RegionLiveness liveness = new RegionLiveness();
  private final DemandLiveness demands = new DemandLiveness();
  private DueTime nextComparison = DueTime.NOW;
  private Set<RegionName> observed = Set.of();
  private Collection<WaitingClass> waiting = List.of();
  private List<WaitingClass> unsuited = List.of();

  @Autowired
  RegionOutages(JobQueue queue, Hosts hosts, SchedulingSettings settings, Clock clock) {
    this(
        (region, down) -> queue.failWaiting(region, down, settings.regionGrace()),
        classes -> queue.failUnsuited(classes, settings.regionGrace()),
        hosts::all,
        settings.regionGrace(),
        clock);
  }

  /**
   * @param failWaiting fails jobs of a region that wait only for regions that are down
   * @param failUnsuited fails waiting jobs that suit no reachable host
   * @param hosts reads those of all regions as they are now
   */
  RegionOutages(
      BiConsumer<RegionName, Set<RegionName>> failWaiting,
      Consumer<List<WaitingClass>> failUnsuited,
      Supplier<List<Host>> hosts,
      Duration grace,
      Clock clock) {
    this.failWaiting = failWaiting;
    this.failUnsuited = failUnsuited;
    this.hosts = hosts;
    this.grace = grace;
    this.clock = clock;
  }

  /**
   * Must be called in every run of the scheduler's loop, also for regions that this process does
   * not lead.
   *
   * @param regions that have hosts or waiting jobs
   * @param hosts of all regions, as they were a moment ago
   * @param classes of all waiting jobs
   */
  void observe(Set<RegionName> regions, Collection<Host> hosts, Collection<WaitingClass> classes) {
    Instant now = clock.instant();
    observed = regions;
    waiting = classes;
    liveness.observe(regions, hosts, now);
    unsuited = List.of();
    if (nextComparison.isReached(now)) {
      compare(hosts, now);
    } else {
      demands.add(classes, now);
    }
  }

  private void compare(Collection<Host> hosts, Instant now) {
    demands.observe(waiting, hosts, now);
    unsuited = demands.unsuitedForLongerThan(grace, waiting);
    nextComparison = DueTime.after(COMPARED_EVERY, now);
  }

  /**
   * Called by the leader of the region. Reads the hosts again before it fails jobs: one may have
   * become reachable since they were read.
   */
  void failWaiting(RegionName region) {
    if (!mayFail(region)) {
      return;
    }
    List<Host> present = hosts.get();
    Instant now = clock.instant();
    liveness.observe(observed, present, now);
    compare(present, now);
    Set<RegionName> down = liveness.downForLongerThan(grace);
    if (hasJobsOnlyFor(down, region, waiting)) {
      failWaiting.accept(region, down);
    }
    List<WaitingClass> here = unsuitedIn(region);
    if (!here.isEmpty()) {
      failUnsuited.accept(here);
    }
  }

  private boolean mayFail(RegionName region) {
    return hasJobsOnlyFor(liveness.downForLongerThan(grace), region, waiting)
        || !unsuitedIn(region).isEmpty();
  }

  private List<WaitingClass> unsuitedIn(RegionName region) {
    return unsuited.stream().filter(each -> each.regions().contains(region)).toList();
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
