package org.openhtc.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openhtc.host.Host;
import org.openhtc.job.Demand;
import org.openhtc.job.HostUse;
import org.openhtc.job.JobQueue;
import org.openhtc.job.Placement;
import org.openhtc.job.VcpuBudget;
import org.openhtc.job.VcpuLimits;
import org.openhtc.lease.Lease;
import org.openhtc.region.RegionName;

/**
 * Places a region's waiting jobs. Keeps nothing between ticks but what it last told waiting jobs,
 * so a new leader needs no handover.
 */
final class RegionScheduler {
  private final RegionName region;
  private final SchedulerParts parts;
  private final Map<Demand, String> told = new HashMap<>();
  private Set<UUID> limitedBefore = Set.of();
  private volatile Ticks.OfRegion ticks;

  RegionScheduler(RegionName region, SchedulerParts parts) {
    this.region = region;
    this.parts = parts;
    this.ticks = new Ticks.OfRegion(region, 0, Duration.ZERO);
  }

  /** How often it looked while it led, and for how long. */
  Ticks.OfRegion ticks() {
    return ticks;
  }

  /**
   * One look at the queue and the hosts.
   *
   * @return how many jobs were placed; 0 too when another process leads the region
   */
  int tick() {
    Optional<Lease> lease = parts.leases().hold("region:" + region);
    if (lease.isEmpty()) {
      told.clear();
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
      told.clear();
    }
    VcpuBudget budget = new VcpuBudget(limits, parts.queue().vcpusInUse());
    int placed = place(lease, rooms(hosts), limits, budget);
    explain(hosts, budget.refusals());
    failWhenDown(hosts);
    return placed;
  }

  private int place(Lease lease, List<HostRoom> rooms, VcpuLimits limits, VcpuBudget budget) {
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
            budget,
            batch -> batch.waitingSince().isAfter(impatient),
            limit);
    return plan.isEmpty()
        ? 0
        : queue.place(region, plan, limits, () -> parts.leases().isHeld(lease));
  }

  /** Says what has changed since the last time only: a million waiting jobs are told once. */
  private void explain(List<Host> hosts, Map<UUID, String> limited) {
    if (!limited.keySet().equals(limitedBefore)) {
      told.clear();
      limitedBefore = limited.keySet();
    }
    limited.forEach((project, reason) -> parts.queue().explainLimited(region, project, reason));
    List<HostRoom> rooms = rooms(hosts);
    int notReady = hosts.size() - rooms.size();
    for (Demand demand : parts.queue().demands(region)) {
      String reason = HostChecks.explain(rooms, notReady, demand);
      if (!Objects.equals(told.put(demand, reason), reason)) {
        parts.queue().explain(region, demand, reason, limited.keySet());
      }
    }
  }

  private void failWhenDown(List<Host> hosts) {
    Instant limit = parts.clock().instant().minus(parts.settings().regionGrace());
    boolean isDown =
        parts.startedAt().isBefore(limit)
            && hosts.stream().noneMatch(host -> wasSeenAfter(host, limit));
    if (isDown) {
      parts
          .queue()
          .failWaiting(
              region,
              "No host of region %s answered for %s"
                  .formatted(region, parts.settings().regionGrace()));
    }
  }

  private static boolean wasSeenAfter(Host host, Instant limit) {
    return host.isReady() || (host.lastSeenAt() != null && host.lastSeenAt().isAfter(limit));
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
