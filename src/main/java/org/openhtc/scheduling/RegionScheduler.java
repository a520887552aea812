package org.openhtc.scheduling;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.QueueOverview;
import org.openhtc.job.queue.ResponsibleRegion;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.lease.Lease;
import org.openhtc.lease.Leases;
import org.openhtc.region.RegionName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits and places a region's waiting jobs. Keeps nothing between ticks but a cache of the reasons
 * that it wrote last, so a new leader needs no handover.
 */
final class RegionScheduler {
  private static final Logger log = LoggerFactory.getLogger(RegionScheduler.class);

  private final RegionName region;
  private final JobQueue queue;
  private final AdmissionLimits limits;
  private final Hosts hosts;
  private final Leases leases;
  private final PlacementRules rules;
  private final Admission admission;
  private final WaitingReasons reasons;
  private volatile Ticks.OfRegion ticks;

  RegionScheduler(
      RegionName region,
      JobQueue queue,
      AdmissionLimits limits,
      Hosts hosts,
      Leases leases,
      PlacementRules rules) {
    this.region = region;
    this.queue = queue;
    this.limits = limits;
    this.hosts = hosts;
    this.leases = leases;
    this.rules = rules;
    this.ticks = new Ticks.OfRegion(region, 0, Duration.ZERO);
    this.admission = new Admission(queue);
    this.reasons = new WaitingReasons(queue);
  }

  /** The ticks that it ran as the leader of the region. */
  Ticks.OfRegion ticks() {
    return ticks;
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
    Optional<Lease> lease = lead();
    if (lease.isEmpty()) {
      forgetReasons();
      return OptionalInt.empty();
    }
    long begun = System.nanoTime();
    int placed = schedule(lease.get(), everywhere, waiting);
    ticks = ticks.and(Duration.ofNanos(System.nanoTime() - begun));
    return OptionalInt.of(placed);
  }

  private Optional<Lease> lead() {
    return leases.hold("region:" + region);
  }

  private int schedule(Lease lease, List<Host> everywhere, QueueOverview overview) {
    List<Host> own = everywhere.stream().filter(host -> host.region() == region).toList();
    ResponsibleRegion responsible = responsible(everywhere);
    long last = overview.lastSubmission();
    VcpuLimits vcpus = limits.now();
    if (overview.hasHeldTails() && admission.admit(responsible, vcpus, last) > 0) {
      reasons.forget();
    }
    List<HostRoom> rooms = rooms(own);
    List<WaitingBatch> waiting = waiting(rooms, last);
    List<WaitingClass> classes = queue.waitingClasses(region);
    VcpuBudget budget = new VcpuBudget(vcpus, queue.vcpusInUse());
    // Read after the queue, for the same reason as the limits.
    AllowedHosts allowed = limits.allowed(own, projects(waiting, classes));
    PlacementPlan plan = plan(waiting, rooms, allowed, budget);
    int placed = place(lease, plan.placements(), vcpus);
    reasons.update(responsible, classes, own, plan, allowed, budget);
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

  private List<WaitingBatch> waiting(List<HostRoom> rooms, long last) {
    int most = rules.most(rooms);
    return most == 0
        ? List.of()
        : queue.waiting(region, most).stream().filter(batch -> batch.seq() <= last).toList();
  }

  private static Set<UUID> projects(List<WaitingBatch> waiting, List<WaitingClass> classes) {
    return Stream.concat(
            waiting.stream().map(WaitingBatch::projectId),
            classes.stream().map(WaitingClass::project))
        .collect(Collectors.toSet());
  }

  private PlacementPlan plan(
      List<WaitingBatch> waiting, List<HostRoom> rooms, AllowedHosts allowed, VcpuBudget budget) {
    return PlacementPlan.of(waiting, rooms, allowed, budget, rules.patience(), rules.most(rooms));
  }

  /** Reading may have taken longer than the lease lasts: no other process may have led since. */
  private int place(Lease lease, List<Placement> plan, VcpuLimits vcpus) {
    if (plan.isEmpty()) {
      return 0;
    }
    if (!lead().equals(Optional.of(lease))) {
      warnOfLostLease();
      return 0;
    }
    return queue.place(region, plan, vcpus, () -> holds(lease, plan));
  }

  /**
   * The fence of the placements. If a host was drained or removed since the plan was made, nothing
   * is placed; the next tick plans without it.
   */
  private boolean holds(Lease lease, List<Placement> plan) {
    if (!leases.isHeld(lease)) {
      warnOfLostLease();
      return false;
    }
    return hosts.lockWorking(plan.stream().map(Placement::host).collect(Collectors.toSet()));
  }

  private void warnOfLostLease() {
    log.warn("Region {} got another leader during a tick, which therefore placed nothing", region);
  }

  private List<HostRoom> rooms(List<Host> own) {
    return HostRoom.of(own, queue.hostUse());
  }
}
