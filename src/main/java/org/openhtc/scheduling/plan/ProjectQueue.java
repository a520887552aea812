package org.openhtc.scheduling.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.job.queue.WaitingBatch.WaitingRetry;

/** The waiting jobs of one project and priority: oldest batch first, retries before the tail. */
final class ProjectQueue {
  private final List<WaitingBatch> batches;

  /** What jobs of the queue required that found no room. */
  private final Set<Demand> withoutRoom = new HashSet<>();

  private int position;
  private int taken;

  private ProjectQueue(List<WaitingBatch> batches) {
    this.batches = batches;
  }

  static Collection<ProjectQueue> of(List<WaitingBatch> batches) {
    Map<UUID, List<WaitingBatch>> byProject = new LinkedHashMap<>();
    for (WaitingBatch batch : batches) {
      if (batch.waiting() > 0) {
        byProject.computeIfAbsent(batch.projectId(), p -> new ArrayList<>()).add(batch);
      }
    }
    return byProject.values().stream().map(ProjectQueue::new).toList();
  }

  boolean hasNext() {
    return position < batches.size();
  }

  WaitingBatch batch() {
    return batches.get(position);
  }

  UUID project() {
    return batches.getFirst().projectId();
  }

  String workspace() {
    return batches.getFirst().workspaceId();
  }

  long seq() {
    return batch().seq();
  }

  /** Of the next job. */
  Demand demand() {
    Demand ofBatch = batch().demand();
    return retry()
        .filter(retry -> retry.memoryMib() != ofBatch.memoryMib())
        .map(retry ->
            new Demand(
                ofBatch.architecture(), ofBatch.vcpus(), retry.memoryMib(), ofBatch.diskGib()))
        .orElse(ofBatch);
  }

  /** The host that the next job should not be placed on. */
  Optional<String> avoidedHost() {
    return retry().map(WaitingRetry::avoidedHost);
  }

  /** The next job, if it waits for another attempt. */
  private Optional<WaitingRetry> retry() {
    List<WaitingRetry> retries = batch().retries();
    return taken < retries.size() ? Optional.of(retries.get(taken)) : Optional.empty();
  }

  /** Takes the next job and places it on that host. */
  Placement next(String host, boolean isAhead) {
    Placement placement = placement(batch(), host, isAhead);
    skipJob();
    return placement;
  }

  /**
   * Skips the next job and those that require the same: all others of its batch, as a rule, and the
   * batches after it with the same demand. Within a plan room and limits only shrink, so none of
   * their jobs would be placed either.
   *
   * @param mayBeOvertaken batches of which it is false are not skipped: capacity may be reserved
   *     for them
   */
  void skip(Predicate<WaitingBatch> mayBeOvertaken) {
    if (retry().filter(batch()::isUnlikeOthers).isPresent()) {
      skipJob();
      return;
    }
    withoutRoom.add(batch().demand());
    skipBatch();
    while (hasNext() && isWithoutRoom(batch()) && mayBeOvertaken.test(batch())) {
      skipBatch();
    }
  }

  private boolean isWithoutRoom(WaitingBatch batch) {
    return batch.retries().isEmpty() && withoutRoom.contains(batch.demand());
  }

  private void skipJob() {
    taken++;
    if (taken == batch().waiting()) {
      skipBatch();
    }
  }

  private void skipBatch() {
    position++;
    taken = 0;
  }

  private Placement placement(WaitingBatch batch, String host, boolean isAhead) {
    if (taken < batch.retries().size()) {
      WaitingRetry retry = batch.retries().get(taken);
      return new Placement(
          new JobId(batch.id(), retry.index()), retry.attempt(), host, isAhead, retry.memoryMib());
    }
    int index = batch.nextIndex() + taken - batch.retries().size();
    return new Placement(new JobId(batch.id(), index), 0, host, isAhead, null);
  }
}
