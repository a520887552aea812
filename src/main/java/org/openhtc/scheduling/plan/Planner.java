package org.openhtc.scheduling.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.region.JobPriority;
import org.openhtc.scheduling.ahead.PreparedJob;
import org.openhtc.scheduling.plan.PlacementPlan.Missed;

/**
 * Computes one {@link PlacementPlan}, whose comment describes the rules. A pure function of its
 * parameters, used once.
 */
final class Planner {
  private final FreeHosts hosts;
  private final FreeHosts ahead;
  private final AllowedHosts allowed;
  private final VcpuBudget budget;
  private final Predicate<WaitingBatch> mayBeOvertaken;
  private final int limit;
  private final Reservations reservations;
  private final List<Placement> placements = new ArrayList<>();
  private final List<PreparedJob> prepared = new ArrayList<>();
  private final Set<Missed> missed = new HashSet<>();
  private final Map<Without, HostSet> without = new HashMap<>();
  private boolean mayPlaceAhead;

  /** Hosts without one; as a key it leads to one set for all jobs that avoid the same host. */
  private record Without(HostSet open, String host) {
    HostSet hosts() {
      return open.without(host);
    }
  }

  Planner(
      FreeHosts hosts,
      FreeHosts ahead,
      AllowedHosts allowed,
      VcpuBudget budget,
      Predicate<WaitingBatch> mayBeOvertaken,
      int limit) {
    this.hosts = hosts;
    this.ahead = ahead;
    this.allowed = allowed;
    this.budget = budget;
    this.mayBeOvertaken = mayBeOvertaken;
    this.limit = limit;
    this.reservations = new Reservations(hosts, ahead, budget);
  }

  /** The parameters are explained at {@link PlacementPlan#of}. */
  PlacementPlan plan(List<WaitingBatch> waiting) {
    Map<JobPriority, List<WaitingBatch>> byPriority = new EnumMap<>(JobPriority.class);
    waiting.forEach(b -> byPriority.computeIfAbsent(b.priority(), p -> new ArrayList<>()).add(b));
    byPriority.values().forEach(this::share);
    boolean isComplete = placements.size() < limit;
    return new PlacementPlan(placements, prepared, missed, hosts, budget, allowed, isComplete);
  }

  private void share(List<WaitingBatch> batches) {
    // A job of higher priority that found no room gets the room that the next ends make.
    mayPlaceAhead = missed.isEmpty();
    PriorityQueue<ProjectQueue> queues =
        new PriorityQueue<>(
            Comparator.comparingLong((ProjectQueue queue) -> budget.usedBy(queue.project()))
                .thenComparingLong(ProjectQueue::seq));
    queues.addAll(ProjectQueue.of(batches));
    while (placements.size() < limit && !queues.isEmpty()) {
      ProjectQueue queue = queues.remove();
      placeNext(queue);
      if (queue.hasNext()) {
        queues.add(queue);
      }
    }
  }

  private void placeNext(ProjectQueue queue) {
    HostSet open = open(queue);
    boolean isWithinLimits =
        budget.allows(queue.project(), queue.workspace(), queue.demand().vcpus());
    Optional<HostRoom> host =
        isWithinLimits ? hosts.choose(queue.demand(), open) : Optional.empty();
    if (host.isPresent()) {
      hosts.take(host.get(), queue.demand());
      place(queue, host.get(), false);
    } else if (!isWithinLimits || !mayPlaceAhead || !placeAhead(queue, open)) {
      skip(queue, open, isWithinLimits);
    }
  }

  /** A host that the next job avoids is open to it only if no other one is large enough. */
  private HostSet open(ProjectQueue queue) {
    HostSet open = allowed.of(queue.project(), queue.batch().priority());
    return queue
        .avoidedHost()
        .map(host -> without.computeIfAbsent(new Without(open, host), Without::hosts))
        .filter(others -> hosts.largeEnough(queue.demand(), others).isPresent())
        .orElse(open);
  }

  private boolean placeAhead(ProjectQueue queue, HostSet open) {
    Optional<HostRoom> host = ahead.choose(queue.demand(), open);
    if (host.isPresent()) {
      ahead.take(host.get(), queue.demand());
      JobPriority priority = queue.batch().priority();
      Demand demand = queue.demand();
      Placement placement = place(queue, host.get(), true);
      prepared.add(
          new PreparedJob(placement.job(), queue.project(), priority, demand, placement.host()));
    }
    return host.isPresent();
  }

  private void skip(ProjectQueue queue, HostSet open, boolean isWithinLimits) {
    Missed key = new Missed(queue.batch().priority(), queue.demand(), open);
    if (isWithinLimits
        && !missed.contains(key)
        && hosts.largeEnough(queue.demand(), open).isPresent()) {
      missed.add(key);
    }
    if (!mayBeOvertaken.test(queue.batch())) {
      reservations.reserve(queue, open, isWithinLimits);
    }
    queue.skip(mayBeOvertaken);
  }

  private Placement place(ProjectQueue queue, HostRoom host, boolean isAhead) {
    budget.take(queue.project(), queue.workspace(), queue.demand().vcpus());
    Placement placement = queue.next(host.host(), isAhead);
    placements.add(placement);
    return placement;
  }
}
