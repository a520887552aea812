package org.openhtc.execution.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.log.LogArchive;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.job.log.JobLogSource;
import org.openhtc.lease.Installation;
import org.openhtc.storage.StoreUnavailable;
import org.springframework.stereotype.Component;

/** The log of an attempt: from its container while it exists, else from the archive. */
@Component
class JobLogReader implements JobLogSource {
  private final HostEngines engines;
  private final LogArchive archive;
  private final Installation installation;

  JobLogReader(HostEngines engines, LogArchive archive, Installation installation) {
    this.engines = engines;
    this.archive = archive;
    this.installation = installation;
  }

  @Override
  public List<JobLogLine> lines(Request request, @Nullable Instant since) {
    AttemptId attempt = new AttemptId(request.job(), request.attempt());
    LogArchive.ArchivedLog log =
        new LogArchive.ArchivedLog(request.projectId(), request.taskId(), attempt);
    Optional<List<JobLogLine>> early =
        request.hasEnded() ? archivedIfReachable(log) : Optional.empty();
    return early.orElseGet(() -> fromContainerOrArchive(request.host(), attempt, since, log));
  }

  private Optional<List<JobLogLine>> archivedIfReachable(LogArchive.ArchivedLog log) {
    try {
      return lines(log);
    } catch (StoreUnavailable e) {
      return Optional.empty();
    }
  }

  /**
   * The container still has the log of a job that ended just now, or while the store was
   * unreachable. A job without a container and without an archived log was never started, or its
   * host is lost together with its log.
   */
  private List<JobLogLine> fromContainerOrArchive(
      String host, AttemptId attempt, @Nullable Instant since, LogArchive.ArchivedLog log) {
    try {
      String container = attempt.containerName(installation.id());
      return engines
          .call(host, engine -> fromContainer(engine, container, since))
          .or(() -> archived(log))
          .orElse(List.of());
    } catch (EngineException unreachable) {
      return archived(log)
          .orElseThrow(() ->
              ApiException.unavailable(
                  "Host '%s', which has this log, is unreachable; try again later."
                      .formatted(host)));
    }
  }

  /** Empty if there is no such container. */
  private static Optional<List<JobLogLine>> fromContainer(
      ContainerEngine engine, String container, @Nullable Instant since) {
    List<JobLogLine> lines = engine.log(container, since);
    return lines.isEmpty() ? engine.inspect(container).map(exists -> lines) : Optional.of(lines);
  }

  private Optional<List<JobLogLine>> lines(LogArchive.ArchivedLog log) {
    List<JobLogLine> lines = new ArrayList<>();
    return archive.read(log, lines::add) ? Optional.of(lines) : Optional.empty();
  }

  private Optional<List<JobLogLine>> archived(LogArchive.ArchivedLog log) {
    try {
      return lines(log);
    } catch (StoreUnavailable e) {
      throw ApiException.unavailable("The log store is unreachable; try again later.");
    }
  }
}
