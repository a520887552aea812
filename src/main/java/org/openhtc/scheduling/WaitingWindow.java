package org.openhtc.scheduling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.scheduling.plan.LargestHosts;
import org.openhtc.scheduling.plan.PlacementPlan;

/**
 * The first waiting batches of each class: as many as a plan can use. Of a thousand classes few
 * batches each are read at first, because one tick places few jobs of most of them. If a plan
 * places all jobs of the batches that were read of a class, more of that class are read and the
 * plan is made again. So the plan is the same as if all batches had been read: if one batch of a
 * class does not fit, the later ones do not fit either. Of a batch as many retries are read as may
 * be placed, and more if some of them require another host than the others do.
 */
final class WaitingWindow {
  private static final int GROWTH = 8;

  /** Of one batch; no more than a tick with the largest number of placements reads. */
  private static final int MOST_RETRIES = 1000;

  private final JobQueue queue;
  private final LargestHosts largest;
  private final int room;
  private final long last;
  private int retries;
  private final Map<WaitingClass, Integer> depths = new HashMap<>();
  private final Map<WaitingClass, List<WaitingBatch>> batches = new HashMap<>();

  /**
   * @param largest limits the memory of retries
   * @param room most placements of the plan
   * @param last latest submission to read
   */
  WaitingWindow(
      JobQueue queue, LargestHosts largest, Collection<WaitingClass> classes, int room, long last) {
    this.queue = queue;
    this.largest = largest;
    this.room = room;
    this.last = last;
    this.retries = room;
    int depth = Math.clamp(2L * room / Math.max(1, classes.size()), 1, Math.max(1, room));
    classes.forEach(waiting -> depths.put(waiting, depth));
  }

  /**
   * @param planner makes a plan from batches in the order of submission
   */
  PlacementPlan plan(Function<List<WaitingBatch>, PlacementPlan> planner) {
    Map<WaitingClass, Integer> due = room == 0 ? Map.of() : Map.copyOf(depths);
    while (true) {
      if (!due.isEmpty()) {
        queue.waiting(due, retries).forEach(this::add);
      }
      PlacementPlan plan = planner.apply(inOrder());
      due = deeper(plan);
      if (due.isEmpty() && plan.placements().size() < room) {
        due = withMoreRetries();
      }
      if (due.isEmpty()) {
        return plan;
      }
      depths.putAll(due);
    }
  }

  private void add(WaitingClass of, List<WaitingBatch> read) {
    batches.put(of, read.stream().map(batch -> largest.limit(of, batch)).toList());
  }

  private List<WaitingBatch> inOrder() {
    List<WaitingBatch> all = new ArrayList<>();
    for (List<WaitingBatch> ofClass : batches.values()) {
      for (WaitingBatch batch : ofClass) {
        if (batch.seq() <= last) {
          all.add(batch);
        }
      }
    }
    all.sort(Comparator.comparingLong(WaitingBatch::seq));
    return all;
  }

  /** The classes that the plan has used up, with the number of batches to read of each. */
  private Map<WaitingClass, Integer> deeper(PlacementPlan plan) {
    Map<WaitingClass, Integer> deeper = new HashMap<>();
    if (plan.placements().size() < room) {
      Map<UUID, Integer> placed = new HashMap<>();
      for (Placement placement : plan.placements()) {
        placed.merge(placement.job().batchId(), 1, Integer::sum);
      }
      depths.forEach((waiting, depth) -> {
        List<WaitingBatch> read = batches.getOrDefault(waiting, List.of());
        if (depth < room && read.size() == depth && isPlaced(read.getLast(), placed)) {
          deeper.put(waiting, Math.min(room, depth * GROWTH));
        }
      });
    }
    return deeper;
  }

  /**
   * The classes with a batch of which not all retries were read, and some that were read need other
   * hosts than the rest: those may hide others that there is room for.
   */
  private Map<WaitingClass, Integer> withMoreRetries() {
    Map<WaitingClass, Integer> hiding = new HashMap<>();
    if (retries < MOST_RETRIES) {
      batches.forEach((waiting, read) -> {
        if (read.stream().anyMatch(this::mayHideRetries)) {
          hiding.put(waiting, depths.getOrDefault(waiting, 1));
        }
      });
      retries = hiding.isEmpty() ? retries : Math.min(MOST_RETRIES, retries * GROWTH);
    }
    return hiding;
  }

  private boolean mayHideRetries(WaitingBatch batch) {
    return batch.retries().size() == retries && batch.waitingAlike() < batch.waiting();
  }

  private static boolean isPlaced(WaitingBatch batch, Map<UUID, Integer> placed) {
    return placed.getOrDefault(batch.id(), 0) >= batch.waitingAlike();
  }
}
