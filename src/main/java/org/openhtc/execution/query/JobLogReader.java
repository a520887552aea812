package org.openhtc.execution.query;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.log.LogArchive;
import org.openhtc.job.SmallLog;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.job.log.JobLogSource;
import org.openhtc.job.log.LogFormat;
import org.openhtc.lease.Installation;
import org.openhtc.storage.StoreUnavailable;
import org.springframework.stereotype.Component;

/**
 * The log of an attempt: from its container while it exists, else from the database, which has the
 * small ones, or from the archive.
 */
@Component
class JobLogReader implements JobLogSource {
  /** Logs of running jobs that are followed are polled, so two at a time serve many readers. */
  private static final int READS_PER_HOST = 2;

  private static final long LONGEST_WAIT_MILLIS = 5000;

  private final HostEngines engines;
  private final Assignments assignments;
  private final LogArchive archive;
  private final Installation installation;
  private final HostReadPermits permits = new HostReadPermits(READS_PER_HOST, LONGEST_WAIT_MILLIS);

  JobLogReader(
      HostEngines engines, Assignments assignments, LogArchive archive, Installation installation) {
    this.engines = engines;
    this.assignments = assignments;
    this.archive = archive;
    this.installation = installation;
  }

  @Override
  public void read(Request request, @Nullable Instant since, Consumer<JobLogLine> sink) {
    FirstLine lines = new FirstLine(sink);
    if (!request.hasEnded() || !readStoredIfReachable(request, lines)) {
      readContainerOrStored(request, since, lines);
    }
  }

  private boolean readStoredIfReachable(Request request, FirstLine lines) {
    try {
      return readStored(request, lines);
    } catch (StoreUnavailable e) {
      lines.requireNone(e);
      return false;
    }
  }

  /**
   * The container still has the log of a job that ended just now, or while the store was
   * unreachable. A job without a container and without a stored log printed nothing, or its host is
   * lost together with its log.
   */
  private void readContainerOrStored(Request request, @Nullable Instant since, FirstLine lines) {
    try {
      if (!readContainer(request, since, lines)) {
        readStoredOrFail(request, lines);
      }
    } catch (EngineException unreachable) {
      lines.requireNone(unreachable);
      if (!readStoredOrFail(request, lines)) {
        throw ApiException.unavailable(
            "Host '%s', which has this log, is unreachable; try again later."
                .formatted(request.host()));
      }
    }
  }

  /** False if there is no such container, or its host is lost. */
  private boolean readContainer(Request request, @Nullable Instant since, FirstLine lines) {
    String container = attempt(request).containerName(installation.id());
    return permits.within(
        request.host(),
        () ->
            engines
                .call(
                    request.host(), engine -> Optional.of(engine.readLog(container, since, lines)))
                .orElse(false));
  }

  private boolean readStoredOrFail(Request request, FirstLine lines) {
    try {
      return readStored(request, lines);
    } catch (StoreUnavailable e) {
      throw ApiException.unavailable("The log store is unreachable; try again later.");
    }
  }

  private boolean readStored(Request request, FirstLine lines) {
    Optional<SmallLog> small = assignments.smallLog(request.job(), request.attempt());
    if (small.isPresent()) {
      LogFormat.read(small.get(), lines);
      return true;
    }
    return archive.read(
        new LogArchive.ArchivedLog(request.projectId(), request.taskId(), attempt(request)), lines);
  }

  private static AttemptId attempt(Request request) {
    return new AttemptId(request.job(), request.attempt());
  }

  /** Remembers whether there were lines: a read that broke off can't be continued elsewhere. */
  private static final class FirstLine implements Consumer<JobLogLine> {
    private final Consumer<JobLogLine> sink;
    private volatile boolean isSent;

    FirstLine(Consumer<JobLogLine> sink) {
      this.sink = sink;
    }

    @Override
    public void accept(JobLogLine line) {
      isSent = true;
      sink.accept(line);
    }

    /**
     * @throws ApiException 503 if a part of the log was read before the failure
     */
    void requireNone(RuntimeException failure) {
      if (isSent) {
        throw ApiException.unavailable(
            "Reading this log broke off (%s); try again later.".formatted(failure.getMessage()));
      }
    }
  }
}
