package org.openhtc.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openhtc.host.Host;
import org.openhtc.job.HostUse;
import org.openhtc.job.JobQueue;
import org.openhtc.job.Placement;
import org.openhtc.job.VcpuBudget;
import org.openhtc.job.VcpuLimits;
import org.openhtc.job.WaitingKind;
import org.openhtc.lease.Lease;
import org.openhtc.region.RegionName;

/**
 * Places a region's waiting jobs. Keeps nothing between ticks but what it last told waiting jobs
 * and when a host last answered, so a new leader needs no handover.
 */
final class RegionScheduler {
  private final RegionName region;
  private final SchedulerParts parts;
  private final WaitingReasons reasons;
  private volatile Ticks.OfRegion ticks;

  /** Of any host; one that was removed since is remembered too. */
  private Instant lastAnswer;

  RegionScheduler(RegionName region, SchedulerParts parts) {
    this.region = region;
    this.parts = parts;
    this.ticks = new Ticks.OfRegion(region, 0, Duration.ZERO);
    this.reasons = new WaitingReasons(region, parts.queue());
    this.lastAnswer = parts.clock().instant();
  }

  /** How often it looked while it led, and for how long. */
  Ticks.OfRegion ticks() {
    return ticks;
  }

  /** Somebody else looks, or there is nothing to see: hosts may have answered unnoticed. */
  void rest() {
    reasons.forget();
    lastAnswer = parts.clock().instant();
  }

  /**
   * One look at the queue and the hosts.
   *
   * @return how many jobs were placed; 0 too when another process leads the region
   */
  int tick() {
    Optional<Lease> lease = parts.leases().hold("region:" + region);
    if (lease.isEmpty()) {
      rest();
      return 0;
    }
    long begun = System.nanoTime();
    int placed = look(lease.get());
    ticks = ticks.and(Duration.ofNanos(System.nanoTime() - begun));
    return placed;
  }

  private int look(Lease lease) {
    List<Host> hosts = parts.hosts().inRegion(region);
    VcpuLimits limits = parts.limits().now();
    if (parts.queue().admit(region, limits) > 0) {
      reasons.forget();
    }
    VcpuBudget budget = new VcpuBudget(limits, parts.queue().vcpusInUse());
    List<WaitingKind> kinds = parts.queue().kinds(region);
    AllowedHosts allowed =
        parts
            .limits()
            .allowed(hosts, kinds.stream().map(WaitingKind::project).collect(Collectors.toSet()));
    int placed = place(lease, rooms(hosts), allowed, limits, budget);
    reasons.tell(kinds, hosts, rooms(hosts), allowed, budget.refusals());
    failWhenDown(hosts);
    return placed;
  }

  private int place(
      Lease lease,
      List<HostRoom> rooms,
      AllowedHosts allowed,
      VcpuLimits limits,
      VcpuBudget budget) {
    long free = rooms.stream().mapToLong(room -> Math.max(0, room.vcpus())).sum();
    int limit = (int) Math.min(free, parts.settings().placementsPerTick());
    if (limit == 0) {
      return 0;
    }
    JobQueue queue = parts.queue();
    Instant impatient = parts.clock().instant().minus(parts.settings().reserveAfter());
    List<Placement> plan =
        PlacementPlan.of(
            queue.waiting(region, limit),
            rooms,
            allowed,
            budget,
            batch -> batch.waitingSince().isAfter(impatient),
            limit);
    return plan.isEmpty() ? 0 : queue.place(region, plan, limits, () -> holds(lease, plan));
  }

  /** A host that was drained or removed meanwhile gets nothing: the next tick plans without it. */
  private boolean holds(Lease lease, List<Placement> plan) {
    Set<String> hosts = plan.stream().map(Placement::host).collect(Collectors.toSet());
    return parts.leases().isHeld(lease) && parts.hosts().keepWorking(hosts);
  }

  private void failWhenDown(List<Host> hosts) {
    Instant now = parts.clock().instant();
    lastAnswer =
        hosts.stream()
            .map(host -> host.isReady() ? now : host.lastSeenAt())
            .filter(Objects::nonNull)
            .reduce(lastAnswer, (one, other) -> one.isAfter(other) ? one : other);
    if (lastAnswer.isBefore(now.minus(parts.settings().regionGrace()))) {
      parts
          .queue()
          .failWaiting(
              region,
              "No host of region %s answered for %s"
                  .formatted(region, parts.settings().regionGrace()));
    }
  }

  private List<HostRoom> rooms(List<Host> hosts) {
    Map<String, HostUse> use =
        parts.queue().hostUse().stream()
            .collect(Collectors.toMap(HostUse::host, Function.identity()));
    return hosts.stream()
        .filter(Host::isReady)
        .map(host ->
            HostRoom.of(
                host,
                Objects.requireNonNull(host.measure()),
                use.getOrDefault(host.name(), new HostUse(host.name(), 0, 0, 0, 0))))
        .toList();
  }
}
