package org.openhtc.scheduling;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.Host;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.QueueOverview;
import org.openhtc.job.queue.ResponsibleRegion;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.lease.Lease;
import org.openhtc.region.RegionName;
import org.openhtc.scheduling.plan.AllowedHosts;
import org.openhtc.scheduling.plan.HostRoom;
import org.openhtc.scheduling.plan.LargestHosts;
import org.openhtc.scheduling.plan.PlacementPlan;

/**
 * Admits and places a region's waiting jobs. Keeps nothing between ticks but caches, which a new
 * leader fills by itself.
 */
final class RegionScheduler {
  private final RegionName region;
  private final JobQueue queue;
  private final AdmissionLimits limits;
  private final LeaderPlacement placement;
  private final PlacementLimits placementLimits;
  private final Usage usage;
  private final RoomAhead ahead;
  private final Admission admission;
  private final WaitingReasons reasons;
  private final ClassSelection selection;
  private @Nullable Lease before;

  RegionScheduler(
      RegionName region,
      JobQueue queue,
      AdmissionLimits limits,
      LeaderPlacement placement,
      PlacementLimits placementLimits,
      Usage usage,
      RoomAhead ahead) {
    this.region = region;
    this.queue = queue;
    this.limits = limits;
    this.placement = placement;
    this.placementLimits = placementLimits;
    this.usage = usage;
    this.ahead = ahead;
    this.admission = new Admission(queue, placementLimits.clock());
    this.reasons = new WaitingReasons(queue, placementLimits.clock());
    this.selection = new ClassSelection(region);
  }

  /** Whether jobs were placed ahead that may not have started. */
  boolean hasPreparedJobs() {
    return placement.hasPreparedJobs();
  }

  /** Whether the last tick left out waiting jobs, which a further one may place. */
  boolean hasLeftOutJobs() {
    return selection.hasOthers();
  }

  /** To be called when this process does not tick the region: another one may write reasons. */
  void forgetReasons() {
    reasons.forget();
  }

  /**
   * Reads the queue once, and places what fits.
   *
   * @param everywhere the hosts of all regions
   * @param waiting must have been read before this call, so that a limit that was set before a
   *     submission applies to its jobs: later submissions are left to the next tick
   * @return how many jobs were placed; empty when another process leads the region
   */
  OptionalInt tick(List<Host> everywhere, QueueOverview waiting) {
    Optional<Lease> lease = placement.lead();
    if (lease.isEmpty()) {
      forgetReasons();
      return OptionalInt.empty();
    }
    if (!lease.get().equals(before)) {
      usage.invalidate(); // another process may have placed jobs
      before = lease.get();
    }
    return OptionalInt.of(schedule(lease.get(), everywhere, waiting));
  }

  private int schedule(Lease lease, List<Host> everywhere, QueueOverview overview) {
    List<Host> own = everywhere.stream().filter(host -> host.region() == region).toList();
    List<WaitingClass> classes = overview.in(region);
    usage.refresh();
    List<HostRoom> rooms = usage.rooms(own);
    List<HostRoom> soon = ahead.of(rooms);
    // Prepared jobs may be in the way of waiting ones, so there must be a plan.
    int most = Math.max(placementLimits.most(rooms, soon), hasPreparedJobs() ? 1 : 0);
    if (most == 0 && !overview.hasHeldTails() && !reasons.isDue(classes)) {
      return 0;
    }
    ResponsibleRegion responsible = responsible(everywhere);
    long last = overview.lastSubmission();
    VcpuLimits vcpus = limits.now();
    admission.admitWhenDue(responsible, vcpus, overview);
    List<WaitingClass> chosen = selection.choose(overview);
    // Read after the queue, for the same reason as the limits.
    AllowedHosts allowed =
        limits.allowed(
            own, classes.stream().map(WaitingClass::project).collect(Collectors.toSet()));
    PlacementPlan plan =
        new WaitingWindow(queue, new LargestHosts(everywhere, region, allowed), chosen, most, last)
            .plan(waiting ->
                PlacementPlan.of(
                    waiting,
                    rooms,
                    soon,
                    allowed,
                    new VcpuBudget(vcpus, usage.vcpus()),
                    placementLimits.mayBeOvertaken(),
                    most));
    int placed = placement.place(lease, plan, vcpus);
    if (reasons.isDue(classes)) {
      reasons.update(responsible, classes, own, plan, allowed);
    }
    placement.requestReturns(plan);
    return placed;
  }

  /**
   * Of the regions of a batch the first one with a ready host explains why its jobs wait; if none
   * has one, the first one with a host.
   */
  private ResponsibleRegion responsible(List<Host> everywhere) {
    Stream<RegionName> ready = everywhere.stream().filter(Host::isReady).map(Host::region).sorted();
    Stream<RegionName> hosted = everywhere.stream().map(Host::region).sorted();
    return new ResponsibleRegion(region, Stream.concat(ready, hosted).distinct().toList());
  }
}
