package org.openhtc.execution.query;

import java.time.Instant;
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

/** Lines of a job: from its container while that is there, else from the store. */
@Component
class JobLogReader implements JobLogSource {
  private final HostEngines hosts;
  private final LogArchive logs;
  private final Installation installation;

  JobLogReader(HostEngines hosts, LogArchive logs, Installation installation) {
    this.hosts = hosts;
    this.logs = logs;
    this.installation = installation;
  }

  @Override
  public List<JobLogLine> lines(Wanted wanted, @Nullable Instant since) {
    AttemptId attempt = new AttemptId(wanted.job(), wanted.attempt());
    LogArchive.ArchivedLog kept =
        new LogArchive.ArchivedLog(wanted.projectId(), wanted.taskId(), attempt);
    Optional<List<JobLogLine>> early = wanted.ended() ? storedAlready(kept) : Optional.empty();
    return early.orElseGet(() -> printed(wanted.host(), attempt, since, kept));
  }

  private Optional<List<JobLogLine>> storedAlready(LogArchive.ArchivedLog kept) {
    try {
      return logs.read(kept);
    } catch (StoreUnavailable e) {
      return Optional.empty();
    }
  }

  /**
   * The log of a job that ended just now, or while the store was away, is still in its container.
   * Without a container there is what was kept; or nothing: the job was never started, or its host
   * is lost with all that it printed there.
   */
  private List<JobLogLine> printed(
      String host, AttemptId attempt, @Nullable Instant since, LogArchive.ArchivedLog kept) {
    try {
      String container = attempt.containerName(installation.id());
      return hosts
          .ask(host, engine -> fromContainer(engine, container, since))
          .or(() -> stored(kept))
          .orElse(List.of());
    } catch (EngineException away) {
      return stored(kept)
          .orElseThrow(() ->
              ApiException.unavailable(
                  "Host '%s', which has this log, does not answer; try again later."
                      .formatted(host)));
    }
  }

  /** Empty when there is no such container. */
  private static Optional<List<JobLogLine>> fromContainer(
      ContainerEngine engine, String container, @Nullable Instant since) {
    List<JobLogLine> lines =
        engine.log(container, since).stream()
            .map(line -> new JobLogLine(line.timestamp(), line.message()))
            .toList();
    return lines.isEmpty() ? engine.inspect(container).map(silent -> lines) : Optional.of(lines);
  }

  private Optional<List<JobLogLine>> stored(LogArchive.ArchivedLog kept) {
    try {
      return logs.read(kept);
    } catch (StoreUnavailable e) {
      throw ApiException.unavailable("The store of the logs does not answer; try again later.");
    }
  }
}
