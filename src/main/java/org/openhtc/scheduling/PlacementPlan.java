package org.openhtc.scheduling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
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

/**
 * Which jobs one tick places on which hosts. Pure. Order: priority, then the project with the
 * fewest vCPUs in use, then age. A project that has reached a limit gets no more. A job that fits
 * on no host, or within no limit, lets smaller ones pass until it has waited long enough: from then
 * on a host is kept free for it, and its share of the limit before that.
 */
final class PlacementPlan {
  private final Map<String, HostRoom> rooms = new HashMap<>();
  private final AllowedHosts allowed;
  private final VcpuBudget budget;
  private final int limit;
  private final List<Placement> placements = new ArrayList<>();

  private PlacementPlan(
      Collection<HostRoom> rooms, AllowedHosts allowed, VcpuBudget budget, int limit) {
    rooms.forEach(room -> this.rooms.put(room.host(), room));
    this.allowed = allowed;
    this.budget = budget;
    this.limit = limit;
  }

  /**
   * @param waiting in order of priority and age
   * @param allowed hosts that each project's jobs may use
   * @param budget what is in use and what the limits allow; every placement is taken from it
   * @param isPatient whether a batch still lets smaller jobs pass
   * @param limit most placements
   */
  static List<Placement> of(
      List<WaitingBatch> waiting,
      Collection<HostRoom> rooms,
      AllowedHosts allowed,
      VcpuBudget budget,
      Predicate<WaitingBatch> isPatient,
      int limit) {
    PlacementPlan plan = new PlacementPlan(rooms, allowed, budget, limit);
    Map<JobPriority, List<WaitingBatch>> byPriority = new EnumMap<>(JobPriority.class);
    waiting.forEach(b -> byPriority.computeIfAbsent(b.priority(), p -> new ArrayList<>()).add(b));
    byPriority.values().forEach(batches -> plan.share(batches, isPatient));
    return plan.placements;
  }

  private void share(List<WaitingBatch> batches, Predicate<WaitingBatch> isPatient) {
    PriorityQueue<ProjectQueue> queues =
        new PriorityQueue<>(
            Comparator.comparingLong((ProjectQueue queue) -> budget.usedBy(queue.project()))
                .thenComparingLong(ProjectQueue::seq));
    queues.addAll(ProjectQueue.of(batches));
    while (placements.size() < limit && !queues.isEmpty()) {
      ProjectQueue queue = queues.remove();
      placeNext(queue, isPatient);
      if (queue.hasNext()) {
        queues.add(queue);
      }
    }
  }

  private void placeNext(ProjectQueue queue, Predicate<WaitingBatch> isPatient) {
    boolean isAllowed = budget.allows(queue.project(), queue.workspace(), queue.demand().vcpus());
    Optional<HostRoom> host =
        isAllowed ? HostChecks.choose(open(queue), queue.demand()) : Optional.empty();
    if (host.isPresent()) {
      place(queue, host.get());
      return;
    }
    if (!isPatient.test(queue.batch())) {
      reserve(queue, isAllowed);
    }
    queue.skipBatch();
  }

  private void place(ProjectQueue queue, HostRoom host) {
    Demand demand = queue.demand();
    rooms.put(host.host(), host.less(demand));
    budget.take(queue.project(), queue.workspace(), demand.vcpus());
    placements.add(queue.next(host.host()));
  }

  private Collection<HostRoom> open(ProjectQueue queue) {
    return allowed.confines(queue.project())
        ? rooms.values().stream().filter(room -> queue.mayUse(room, allowed)).toList()
        : rooms.values();
  }

  /**
   * Of the hosts that could take the job when empty, the one with the most free vCPUs takes no
   * other job in this tick, unless the job has to wait for a limit first. The job's share of the
   * limit is reserved in either case: otherwise smaller jobs of its project would use it up on
   * other hosts while this one becomes empty.
   */
  private void reserve(ProjectQueue queue, boolean isAllowed) {
    open(queue).stream()
        .filter(room -> HostChecks.fits(room.empty(), queue.demand()))
        .max(Comparator.comparingLong(HostRoom::vcpus).thenComparing(HostRoom::host))
        .ifPresent(room -> {
          if (isAllowed) {
            rooms.remove(room.host());
          }
          budget.reserve(queue.project(), queue.workspace(), queue.demand().vcpus());
        });
  }
}
