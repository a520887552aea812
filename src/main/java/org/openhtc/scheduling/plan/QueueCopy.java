package org.openhtc.scheduling.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.job.queue.WaitingBatch.WaitingRetry;
import org.openhtc.region.JobPriority;

/**
 * A copy of the queue, from which plans take jobs without a database. Of each class of equal jobs a
 * plan gets only as many batches as it can use: if one batch of a class does not fit, the later
 * ones do not fit either.
 */
final class QueueCopy {
  private record ClassKey(UUID project, JobPriority priority, Demand demand) {}

  /** By id, so that a batch keeps its place when it changes. */
  private final Map<ClassKey, Map<UUID, WaitingBatch>> classes = new LinkedHashMap<>();

  private final Map<UUID, ClassKey> keys = new HashMap<>();

  /**
   * @param waiting in the order of submission
   */
  QueueCopy(Collection<WaitingBatch> waiting) {
    for (WaitingBatch batch : waiting) {
      if (batch.waiting() > 0) {
        ClassKey key = new ClassKey(batch.projectId(), batch.priority(), batch.demand());
        classes.computeIfAbsent(key, k -> new LinkedHashMap<>()).put(batch.id(), batch);
        keys.put(batch.id(), key);
      }
    }
  }

  boolean isEmpty() {
    return classes.isEmpty();
  }

  /** The batch as it is now. */
  WaitingBatch batch(UUID id) {
    return Objects.requireNonNull(ofClass(id).get(id));
  }

  /** What the placed job requires: its retry rules may have given it more memory. */
  Demand demand(Placement placement) {
    WaitingBatch batch = batch(placement.job().batchId());
    Demand demand = batch.demand();
    return batch.retries().stream()
        .filter(retry -> retry.index() == placement.job().index())
        .findFirst()
        .map(retry ->
            new Demand(demand.architecture(), demand.vcpus(), retry.memoryMib(), demand.diskGib()))
        .orElse(demand);
  }

  /** The first batches of each class that have so many jobs, in the order of submission. */
  List<WaitingBatch> first(long jobs) {
    List<WaitingBatch> first = new ArrayList<>();
    for (Map<UUID, WaitingBatch> ofClass : classes.values()) {
      long count = 0;
      Iterator<WaitingBatch> rest = ofClass.values().iterator();
      while (rest.hasNext() && count < jobs) {
        WaitingBatch batch = rest.next();
        count += batch.waitingAlike();
        first.add(batch);
      }
    }
    first.sort(Comparator.comparingLong(WaitingBatch::seq));
    return first;
  }

  /** Takes placed jobs out of the queue. */
  void remove(List<Placement> placements, Instant at) {
    Map<UUID, Set<Integer>> placed = new HashMap<>();
    for (Placement placement : placements) {
      placed
          .computeIfAbsent(placement.job().batchId(), id -> new HashSet<>())
          .add(placement.job().index());
    }
    placed.forEach((id, indexes) -> replace(id, without(batch(id), indexes, at)));
  }

  private void replace(UUID id, WaitingBatch batch) {
    Map<UUID, WaitingBatch> ofClass = ofClass(id);
    if (batch.waiting() > 0) {
      ofClass.put(id, batch);
    } else {
      ofClass.remove(id);
      if (ofClass.isEmpty()) {
        classes.remove(keys.get(id));
      }
    }
  }

  private Map<UUID, WaitingBatch> ofClass(UUID id) {
    return Objects.requireNonNull(classes.get(keys.get(id)));
  }

  private static WaitingBatch without(WaitingBatch batch, Set<Integer> indexes, Instant at) {
    List<WaitingRetry> retries =
        batch.retries().stream().filter(retry -> !indexes.contains(retry.index())).toList();
    int ofTail = indexes.size() - (batch.retries().size() - retries.size());
    return new WaitingBatch(
        batch.id(),
        batch.seq(),
        batch.projectId(),
        batch.workspaceId(),
        batch.priority(),
        batch.demand(),
        at,
        batch.nextIndex() + ofTail,
        batch.tail() - ofTail,
        retries);
  }
}
