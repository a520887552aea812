package org.openhtc.scheduling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.job.queue.WaitingBatch.WaitingRetry;

/** The waiting jobs of one project and priority: oldest batch first, retries before the tail. */
final class ProjectQueue {
  private final List<WaitingBatch> batches;
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

  Demand demand() {
    return batch().demand();
  }

  /** Takes the next job and places it on that host. */
  Placement next(String host, boolean isAhead) {
    Placement placement = placement(batch(), host, isAhead);
    taken++;
    if (taken == batch().waiting()) {
      skipBatch();
    }
    return placement;
  }

  void skipBatch() {
    position++;
    taken = 0;
  }

  private Placement placement(WaitingBatch batch, String host, boolean isAhead) {
    if (taken < batch.retries().size()) {
      WaitingRetry retry = batch.retries().get(taken);
      return new Placement(new JobId(batch.id(), retry.index()), retry.attempt(), host, isAhead);
    }
    int index = batch.nextIndex() + taken - batch.retries().size();
    return new Placement(new JobId(batch.id(), index), 0, host, isAhead);
  }
}
