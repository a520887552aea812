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
import org.openhtc.job.Placement;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.region.JobPriority;

/**
 * Who goes where in one tick. Pure. Order: priority, then the project with the fewest vCPUs in use,
 * then age; a limit holds back those who have reached it. A job that does not fit, neither a host
 * nor a limit, lets smaller ones pass, until it has waited long enough to have a host kept clear
 * for it, and before that its part of the limit.
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
   * @param allowed where each project's jobs may go
   * @param budget what is in use and what the limits allow; what is placed is taken from it
   * @param isPatient whether a batch still lets smaller jobs pass
   * @param limit placements at most
   */
  static List<Placement> of(
      List<WaitingBatch> waiting,
      Collection<HostRoom> rooms,
      AllowedHosts allowed,
      VcpuBudget budget,
      java.util.function.Predicate<WaitingBatch> isPatient,
      int limit) {
    PlacementPlan plan = new PlacementPlan(rooms, allowed, budget, limit);
    Map<JobPriority, List<WaitingBatch>> byPriority = new EnumMap<>(JobPriority.class);
    waiting.forEach(b -> byPriority.computeIfAbsent(b.priority(), p -> new ArrayList<>()).add(b));
    byPriority.values().forEach(batches -> plan.share(batches, isPatient));
    return plan.placements;
  }

  private void share(
      List<WaitingBatch> batches, java.util.function.Predicate<WaitingBatch> isPatient) {
    PriorityQueue<ProjectLane> lanes =
        new PriorityQueue<>(
            Comparator.comparingLong((ProjectLane lane) -> budget.usedBy(lane.project()))
                .thenComparingLong(ProjectLane::seq));
    lanes.addAll(ProjectLane.of(batches));
    while (placements.size() < limit && !lanes.isEmpty()) {
      ProjectLane lane = lanes.remove();
      placeNext(lane, isPatient);
      if (lane.hasNext()) {
        lanes.add(lane);
      }
    }
  }

  private void placeNext(ProjectLane lane, java.util.function.Predicate<WaitingBatch> isPatient) {
    boolean isAllowed = budget.allows(lane.project(), lane.workspace(), lane.demand().vcpus());
    Optional<HostRoom> host =
        isAllowed ? HostChecks.choose(open(lane), lane.demand()) : Optional.empty();
    if (host.isPresent()) {
      place(lane, host.get());
      return;
    }
    if (!isPatient.test(lane.batch())) {
      reserve(lane, isAllowed);
    }
    lane.skipBatch();
  }

  private void place(ProjectLane lane, HostRoom host) {
    Demand demand = lane.demand();
    rooms.put(host.host(), host.less(demand));
    budget.take(lane.project(), lane.workspace(), demand.vcpus());
    placements.add(lane.next(host.host()));
  }

  private Collection<HostRoom> open(ProjectLane lane) {
    return allowed.confines(lane.project())
        ? rooms.values().stream().filter(room -> lane.mayUse(room, allowed)).toList()
        : rooms.values();
  }

  /**
   * The roomiest host that could take the job when empty takes nobody else in this tick, unless a
   * limit has to free something first. Of the limit the job keeps its part in either case: smaller
   * jobs of its project would use it up elsewhere while the host becomes empty.
   */
  private void reserve(ProjectLane lane, boolean isAllowed) {
    open(lane).stream()
        .filter(room -> HostChecks.fits(room.empty(), lane.demand()))
        .max(Comparator.comparingLong(HostRoom::vcpus).thenComparing(HostRoom::host))
        .ifPresent(room -> {
          if (isAllowed) {
            rooms.remove(room.host());
          }
          budget.reserve(lane.project(), lane.workspace(), lane.demand().vcpus());
        });
  }
}
