package org.openhtc.execution.attempt;

import java.util.List;
import java.util.Optional;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.LogLine;
import org.openhtc.execution.log.LogArchive;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.storage.JobStorage;

/**
 * Ends an attempt that no job needs any more: takes back its storage credentials, keeps its log,
 * then removes its container. As long as the log can't be kept the container stays, so nothing that
 * was printed is lost.
 */
public final class AttemptCleanup {
  private final BatchSpecCache orders;
  private final LogArchive logs;
  private final JobStorage storage;
  private final ContainerWorkers crew;

  public AttemptCleanup(
      BatchSpecCache orders, LogArchive logs, JobStorage storage, ContainerWorkers crew) {
    this.orders = orders;
    this.logs = logs;
    this.storage = storage;
    this.crew = crew;
  }

  /** Takes from an attempt what it was lent, even where its container can't be reached. */
  public void disown(AttemptId attempt) {
    storage.revoke(attempt.job().toString(), attempt.attempt());
  }

  public void retire(ContainerEngine engine, String container, AttemptId attempt)
      throws InterruptedException {
    disown(attempt);
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

  private void keepLog(ContainerEngine engine, String id, AttemptId attempt, BatchSpec order) {
    List<LogLine> lines = engine.log(id, null);
    // A container that somebody else retired meanwhile has no lines either, and its log is kept.
    if (!lines.isEmpty() || engine.inspect(id).isPresent()) {
      logs.keep(new LogArchive.ArchivedLog(order.projectId(), order.taskId(), attempt), lines);
    }
  }
}
