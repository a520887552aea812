package org.openhtc.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openhtc.host.Host;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.ResponsibleRegion;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.job.queue.WaitingKind;
import org.openhtc.lease.Lease;
import org.openhtc.region.RegionName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places a region's waiting jobs. Keeps nothing between ticks but what it last told waiting jobs,
 * so a new leader needs no handover.
 */
final class RegionScheduler {
  private static final Logger log = LoggerFactory.getLogger(RegionScheduler.class);

  private final RegionName region;
  private final SchedulerParts parts;
  private final LastAnswers answers;
  private final WaitingReasons reasons;
  private volatile Ticks.OfRegion ticks;

  /**
   * @param answers kept by whoever ticks
   */
  RegionScheduler(RegionName region, SchedulerParts parts, LastAnswers answers) {
    this.region = region;
    this.parts = parts;
    this.answers = answers;
    this.ticks = new Ticks.OfRegion(region, 0, Duration.ZERO);
    this.reasons = new WaitingReasons(parts.queue());
  }

  /** How often it looked while it led, and for how long. */
  Ticks.OfRegion ticks() {
    return ticks;
  }

  /** Somebody else looks, or there is nothing to see. */
  void rest() {
    reasons.forget();
  }

  /**
   * One look at the queue and the hosts.
   *
   * @return how many jobs were placed; 0 too when another process leads the region
   */
  int tick() {
    Optional<Lease> lease = lead();
    if (lease.isEmpty()) {
      rest();
      return 0;
    }
    long begun = System.nanoTime();
    int placed = look(lease.get());
    ticks = ticks.and(Duration.ofNanos(System.nanoTime() - begun));
    return placed;
  }

  private Optional<Lease> lead() {
    return parts.leases().hold("region:" + region);
  }

  private int look(Lease lease) {
    List<Host> everywhere = parts.hosts().all();
    List<Host> hosts = everywhere.stream().filter(host -> host.region() == region).toList();
    JobQueue queue = parts.queue();
    ResponsibleRegion responsible = responsible(everywhere);
    admit(responsible);
    List<HostRoom> rooms = rooms(hosts);
    List<WaitingBatch> waiting = waiting(rooms);
    List<WaitingKind> kinds = queue.kinds(region);
    // Asked after the queue: what a project was limited or confined to before it submitted jobs
    // must count for them.
    VcpuLimits limits = parts.limits().now();
    VcpuBudget budget = new VcpuBudget(limits, queue.vcpusInUse());
    AllowedHosts allowed = parts.limits().allowed(hosts, projects(waiting, kinds));
    int placed = place(lease, plan(waiting, rooms, allowed, budget), limits);
    reasons.tell(responsible, kinds, hosts, rooms(hosts), allowed, budget);
    failWhenDown();
    return placed;
  }

  /** Where jobs could start now knows best why they don't; then, where they could one day. */
  private ResponsibleRegion responsible(List<Host> everywhere) {
    Stream<RegionName> ready = everywhere.stream().filter(Host::isReady).map(Host::region).sorted();
    Stream<RegionName> hosted = everywhere.stream().map(Host::region).sorted();
    return new ResponsibleRegion(region, Stream.concat(ready, hosted).distinct().toList());
  }

  private void admit(ResponsibleRegion by) {
    long last = parts.queue().lastSubmission();
    if (parts.queue().admit(by, parts.limits().now(), last) > 0) {
      reasons.forget();
    }
  }

  private List<WaitingBatch> waiting(List<HostRoom> rooms) {
    int most = mostPlacements(rooms);
    return most == 0 ? List.of() : parts.queue().waiting(region, most);
  }

  private int mostPlacements(List<HostRoom> rooms) {
    long free = rooms.stream().mapToLong(room -> Math.max(0, room.vcpus())).sum();
    return (int) Math.min(free, parts.settings().placementsPerTick());
  }

  private static Set<UUID> projects(List<WaitingBatch> waiting, List<WaitingKind> kinds) {
    return Stream.concat(
            waiting.stream().map(WaitingBatch::projectId), kinds.stream().map(WaitingKind::project))
        .collect(Collectors.toSet());
  }

  private List<Placement> plan(
      List<WaitingBatch> waiting, List<HostRoom> rooms, AllowedHosts allowed, VcpuBudget budget) {
    Instant impatient = parts.clock().instant().minus(parts.settings().reserveAfter());
    return PlacementPlan.of(
        waiting,
        rooms,
        allowed,
        budget,
        batch -> batch.waitingSince().isAfter(impatient),
        mostPlacements(rooms));
  }

  /** Reading may have taken longer than the lease lasts: nobody else may have led since. */
  private int place(Lease lease, List<Placement> plan, VcpuLimits limits) {
    if (plan.isEmpty()) {
      return 0;
    }
    if (!lead().equals(Optional.of(lease))) {
      warnOfLostLease();
      return 0;
    }
    return parts.queue().place(region, plan, limits, () -> holds(lease, plan));
  }

  /** A host that was drained or removed meanwhile gets nothing: the next tick plans without it. */
  private boolean holds(Lease lease, List<Placement> plan) {
    if (!parts.leases().isHeld(lease)) {
      warnOfLostLease();
      return false;
    }
    Set<String> hosts = plan.stream().map(Placement::host).collect(Collectors.toSet());
    return parts.hosts().keepWorking(hosts);
  }

  private void warnOfLostLease() {
    log.warn("Region {} got another leader during a tick, which therefore placed nothing", region);
  }

  private void failWhenDown() {
    Duration grace = parts.settings().regionGrace();
    Set<RegionName> down = answers.silentSince(parts.clock().instant().minus(grace));
    if (down.contains(region)) {
      parts.queue().failWaiting(region, down, grace);
    }
  }

  private List<HostRoom> rooms(List<Host> hosts) {
    return HostRoom.of(hosts, parts.queue().hostUse());
  }
}
