package org.openhtc.scheduling.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
  private record GroupKey(UUID project, JobPriority priority) {}

  /** The batches of a project with one priority. */
  private static final class Group {
    /** In the order of submission; by id, so that a batch keeps its place when it changes. */
    private final Map<UUID, WaitingBatch> batches = new LinkedHashMap<>();

    /** How many of them have each demand. */
    private final Map<Demand, Integer> demands = new HashMap<>();

    void add(WaitingBatch batch) {
      batches.put(batch.id(), batch);
      demands.merge(batch.demand(), 1, Integer::sum);
    }

    void remove(WaitingBatch batch) {
      batches.remove(batch.id());
      demands.computeIfPresent(batch.demand(), (demand, count) -> count == 1 ? null : count - 1);
    }

    /** Adds the first batches of each class that could use all of the vCPUs. */
    void addFirst(long vcpus, List<WaitingBatch> first) {
      Map<Demand, Long> used = new HashMap<>();
      int open = demands.size();
      for (WaitingBatch batch : batches.values()) {
        if (open == 0) {
          return;
        }
        long before = used.getOrDefault(batch.demand(), 0L);
        if (before < vcpus) {
          long after = before + (long) batch.waitingAlike() * batch.demand().vcpus();
          used.put(batch.demand(), after);
          open -= after < vcpus ? 0 : 1;
          first.add(batch);
        }
      }
    }
  }

  private final Map<GroupKey, Group> groups = new LinkedHashMap<>();
  private final Map<UUID, GroupKey> keys = new HashMap<>();

  /**
   * @param waiting in the order of submission
   */
  QueueCopy(Collection<WaitingBatch> waiting) {
    for (WaitingBatch batch : waiting) {
      if (batch.waiting() > 0) {
        GroupKey key = new GroupKey(batch.projectId(), batch.priority());
        groups.computeIfAbsent(key, k -> new Group()).add(batch);
        keys.put(batch.id(), key);
      }
    }
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** The batch as it is now. */
  WaitingBatch batch(UUID id) {
    return Objects.requireNonNull(groupOf(id).batches.get(id));
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

  /**
   * The first batches of each class whose jobs could use so many vCPUs, those of a project and
   * priority in the order of submission.
   */
  List<WaitingBatch> first(long vcpus) {
    List<WaitingBatch> first = new ArrayList<>();
    groups.values().forEach(group -> group.addFirst(vcpus, first));
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
    Group group = groupOf(id);
    if (batch.waiting() > 0) {
      group.batches.put(id, batch);
    } else {
      group.remove(batch);
      if (group.batches.isEmpty()) {
        groups.remove(keys.get(id));
      }
    }
  }

  private Group groupOf(UUID id) {
    return Objects.requireNonNull(groups.get(keys.get(id)));
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
