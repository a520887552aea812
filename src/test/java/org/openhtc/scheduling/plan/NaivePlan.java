package org.openhtc.scheduling.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.region.JobPriority;

/**
 * The rules of a {@link PlacementPlan} without any index or memory: each job is tested against each
 * host. The order of projects is found by a search over all of them.
 */
final class NaivePlan {
  private final List<HostRoom> rooms;
  private final AllowedHosts allowed;
  private final VcpuBudget budget;
  private final Predicate<WaitingBatch> mayBeOvertaken;
  private final int limit;
  private final int mostKept;
  private final Set<UUID> reserved = new HashSet<>();
  private final Set<String> kept = new HashSet<>();
  private final List<Placement> placements = new ArrayList<>();

  NaivePlan(
      List<HostRoom> rooms,
      AllowedHosts allowed,
      VcpuBudget budget,
      Predicate<WaitingBatch> mayBeOvertaken,
      int limit) {
    this.rooms = new ArrayList<>(rooms);
    this.allowed = allowed;
    this.budget = budget;
    this.mayBeOvertaken = mayBeOvertaken;
    this.limit = limit;
    this.mostKept = Math.max(1, rooms.size() / 10);
  }

  List<Placement> of(List<WaitingBatch> waiting) {
    for (JobPriority priority : JobPriority.values()) {
      List<ProjectQueue> queues =
          new ArrayList<>(
              ProjectQueue.of(waiting.stream().filter(b -> b.priority() == priority).toList()));
      while (placements.size() < limit && !queues.isEmpty()) {
        ProjectQueue next = queues.stream().min(order()).orElseThrow();
        placeNext(next);
        queues.removeIf(queue -> !queue.hasNext());
      }
    }
    return placements;
  }

  private Comparator<ProjectQueue> order() {
    return Comparator.comparingLong((ProjectQueue queue) -> budget.usedBy(queue.project()))
        .thenComparingLong(ProjectQueue::seq);
  }

  private void placeNext(ProjectQueue queue) {
    long vcpus = queue.demand().vcpus();
    boolean isWithin = budget.refusal(queue.project(), queue.workspace(), vcpus).isEmpty();
    Optional<HostRoom> host =
        find(queue, room -> isWithin && HostChecks.fits(room, queue.demand()));
    if (host.isPresent()) {
      rooms.remove(host.get());
      rooms.add(host.get().less(queue.demand()));
      budget.take(queue.project(), queue.workspace(), vcpus);
      placements.add(queue.next(host.get().host(), false));
      return;
    }
    if (!mayBeOvertaken.test(queue.batch())) {
      reserve(queue, isWithin);
    }
    queue.skip(batch -> false);
  }

  private void reserve(ProjectQueue queue, boolean isWithin) {
    Optional<HostRoom> host = find(queue, room -> HostChecks.fits(room.empty(), queue.demand()));
    if (host.isEmpty() || reserved.contains(queue.project()) || isWithin && isFull()) {
      return;
    }
    if (isWithin) {
      kept.add(host.get().host());
    }
    if (budget.reserve(queue.project(), queue.workspace(), queue.demand().vcpus())) {
      reserved.add(queue.project());
    }
  }

  private boolean isFull() {
    return kept.size() == mostKept;
  }

  private Optional<HostRoom> find(ProjectQueue queue, Predicate<HostRoom> fits) {
    HostSet open = allowed.of(queue.project(), queue.batch().priority());
    return rooms.stream()
        .filter(room -> open.contains(room.host()) && !kept.contains(room.host()))
        .filter(fits)
        .min(
            Comparator.comparingLong(HostRoom::vcpus)
                .thenComparingLong(HostRoom::memoryMib)
                .reversed()
                .thenComparing(HostRoom::host));
  }
}
