package org.openhtc.scheduling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.region.JobPriority;

/** Computes one {@link PlacementPlan}. */
final class Planner {
  private final FreeHosts hosts;
  private final AllowedHosts allowed;
  private final VcpuBudget budget;
  private final Predicate<WaitingBatch> isPatient;
  private final int limit;
  private final Reservations reservations;
  private final List<Placement> placements = new ArrayList<>();

  Planner(
      FreeHosts hosts,
      AllowedHosts allowed,
      VcpuBudget budget,
      Predicate<WaitingBatch> isPatient,
      int limit) {
    this.hosts = hosts;
    this.allowed = allowed;
    this.budget = budget;
    this.isPatient = isPatient;
    this.limit = limit;
    this.reservations = new Reservations(hosts, budget);
  }

  /** The parameters are explained at {@link PlacementPlan#of}. */
  PlacementPlan plan(List<WaitingBatch> waiting) {
    Map<JobPriority, List<WaitingBatch>> byPriority = new EnumMap<>(JobPriority.class);
    waiting.forEach(b -> byPriority.computeIfAbsent(b.priority(), p -> new ArrayList<>()).add(b));
    byPriority.values().forEach(this::share);
    return new PlacementPlan(placements, hosts.left(), hosts.kept(), budget);
  }

  private void share(List<WaitingBatch> batches) {
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
    HostSet open = allowed.of(queue.project(), queue.batch().priority());
    boolean isWithinLimits =
        budget.allows(queue.project(), queue.workspace(), queue.demand().vcpus());
    Optional<HostRoom> host =
        isWithinLimits ? hosts.choose(queue.demand(), open) : Optional.empty();
    if (host.isPresent()) {
      place(queue, host.get());
      return;
    }
    if (!isPatient.test(queue.batch())) {
      reservations.reserve(queue, open, isWithinLimits);
    }
    queue.skipBatch();
  }

  private void place(ProjectQueue queue, HostRoom host) {
    Demand demand = queue.demand();
    hosts.take(host, demand);
    budget.take(queue.project(), queue.workspace(), demand.vcpus());
    placements.add(queue.next(host.host()));
  }
}
