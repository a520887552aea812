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

  /** The batches of a group with one demand. */
  private static final class Alike {
    private int batches;

    /** The vCPUs that those use which a plan gets. */
    private long vcpus;
  }

  /** A batch with its class, so that a plan needs no search for each batch. */
  private record Queued(WaitingBatch batch, Alike alike) {}

  /** The batches of a project with one priority. */
  private static final class Group {
    /** In the order of submission; by id, so that a batch keeps its place when it changes. */
    private final Map<UUID, Queued> batches = new LinkedHashMap<>();

    private final Map<Demand, Alike> classes = new HashMap<>();

    void add(WaitingBatch batch) {
      Alike alike = classes.computeIfAbsent(batch.demand(), demand -> new Alike());
      alike.batches++;
      batches.put(batch.id(), new Queued(batch, alike));
    }

    void replace(WaitingBatch batch) {
      batches.computeIfPresent(batch.id(), (id, queued) -> new Queued(batch, queued.alike));
    }

    void remove(WaitingBatch batch) {
      Queued queued = batches.remove(batch.id());
      if (queued != null && --queued.alike.batches == 0) {
        classes.remove(batch.demand());
      }
    }

    /** Adds the first batches of each class that could use all of the vCPUs. */
    void addFirst(long vcpus, List<WaitingBatch> first) {
      classes.values().forEach(alike -> alike.vcpus = 0);
      int open = classes.size();
      for (Queued queued : batches.values()) {
        if (open == 0) {
          return;
        }
        Alike alike = queued.alike;
        if (alike.vcpus < vcpus) {
          alike.vcpus += (long) queued.batch.waitingAlike() * queued.batch.demand().vcpus();
          open -= alike.vcpus < vcpus ? 0 : 1;
          first.add(queued.batch);
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
    return Objects.requireNonNull(groupOf(id).batches.get(id)).batch;
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
      group.replace(batch);
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
