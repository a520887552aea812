package org.openhtc.execution;

import java.util.Optional;
import org.openhtc.job.BatchOrder;

/**
 * Ends a container that no job needs any more: keeps its log, then removes it. As long as the log
 * can't be kept the container stays, so nothing that was printed is lost.
 */
final class ContainerRetirement {
  private final BatchOrders orders;
  private final LogKeeper logs;
  private final HostCrew crew;

  ContainerRetirement(BatchOrders orders, LogKeeper logs, HostCrew crew) {
    this.orders = orders;
    this.logs = logs;
    this.crew = crew;
  }

  void retire(ContainerEngine engine, String container, AttemptId attempt)
      throws InterruptedException {
    Optional<ContainerState> state = engine.inspect(container);
    if (state.isEmpty()) {
      return;
    }
    String id = state.get().id();
    crew.removing(() -> {
      if (state.get().startedAt() != null) {
        orders.of(attempt.job().batchId()).ifPresent(o -> keepLog(engine, id, attempt, o));
      }
      engine.remove(id);
    });
  }

  private void keepLog(ContainerEngine engine, String id, AttemptId attempt, BatchOrder order) {
    logs.keep(new LogKeeper.Kept(order.projectId(), order.taskId(), attempt), engine.log(id, null));
  }
}
