package org.openhtc.execution.attempt;

import java.util.Optional;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.log.CapturedLog;
import org.openhtc.execution.log.LogArchive;
import org.openhtc.job.assignment.BatchSpec;

/**
 * Cleans up after an attempt that has ended: archives its log, then removes its container. The
 * container is kept until its log is archived, so no output is lost.
 */
public final class AttemptCleanup {
  private final BatchSpecCache batchSpecs;
  private final LogArchive logs;
  private final ContainerWorkers workers;

  public AttemptCleanup(BatchSpecCache batchSpecs, LogArchive logs, ContainerWorkers workers) {
    this.batchSpecs = batchSpecs;
    this.logs = logs;
    this.workers = workers;
  }

  public void cleanUp(ContainerEngine engine, String container, AttemptId attempt)
      throws InterruptedException {
    Optional<ContainerState> state = engine.inspect(container);
    if (state.isEmpty()) {
      return;
    }
    String id = state.get().id();
    workers.removing(() -> {
      if (state.get().startedAt() != null) {
        batchSpecs
            .of(attempt.job().batchId())
            .ifPresent(spec -> archiveLog(engine, id, attempt, spec));
      }
      engine.remove(id);
    });
  }

  private void archiveLog(ContainerEngine engine, String id, AttemptId attempt, BatchSpec spec) {
    try (CapturedLog log = logs.capture(engine, id)) {
      logs.store(new LogArchive.ArchivedLog(spec.projectId(), spec.taskId(), attempt), log);
    }
  }
}
