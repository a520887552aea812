package org.openhtc.execution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.job.JobLogLine;
import org.openhtc.job.JobLogSource;
import org.openhtc.lease.Installation;
import org.openhtc.storage.StoreUnavailable;
import org.springframework.stereotype.Component;

/** Lines of a job: from its container while that is there, else from the store. */
@Component
class JobLogReader implements JobLogSource {
  private final HostAgents agents;
  private final LogKeeper logs;
  private final Installation installation;

  JobLogReader(HostAgents agents, LogKeeper logs, Installation installation) {
    this.agents = agents;
    this.logs = logs;
    this.installation = installation;
  }

  @Override
  public List<JobLogLine> lines(Wanted wanted, @Nullable Instant since) {
    AttemptId attempt = new AttemptId(wanted.job(), wanted.attempt());
    LogKeeper.Kept kept = new LogKeeper.Kept(wanted.projectId(), wanted.taskId(), attempt);
    if (!wanted.ended()) {
      return fromContainer(wanted.host(), attempt, since).orElseGet(() -> fromStore(kept));
    }
    List<JobLogLine> stored = storedAlready(kept);
    // The log of a job that ended just now, or while the store was away, is still in its container.
    return stored.isEmpty()
        ? fromContainer(wanted.host(), attempt, since).orElseGet(() -> fromStore(kept))
        : stored;
  }

  private List<JobLogLine> storedAlready(LogKeeper.Kept kept) {
    try {
      return logs.read(kept);
    } catch (StoreUnavailable e) {
      return List.of();
    }
  }

  private Optional<List<JobLogLine>> fromContainer(
      String host, AttemptId attempt, @Nullable Instant since) {
    try {
      return agents
          .engine(host)
          .flatMap(engine ->
              engine
                  .inspect(attempt.containerName(installation.id()))
                  .map(container -> engine.log(container.id(), since)))
          .map(lines ->
              lines.stream().map(l -> new JobLogLine(l.timestamp(), l.message())).toList());
    } catch (EngineException.Unreachable e) {
      return Optional.empty();
    }
  }

  private List<JobLogLine> fromStore(LogKeeper.Kept kept) {
    try {
      return logs.read(kept);
    } catch (StoreUnavailable e) {
      throw ApiException.unavailable("The store of the logs does not answer; try again later.");
    }
  }
}
