package org.openhtc.execution.docker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.http.HttpCall;
import org.openhtc.execution.output.LogLines;
import org.openhtc.job.log.JobLogLine;

/**
 * Reads the output of a container. docker-java's command can't be used: it splits the engine's
 * messages into pieces of 1 KiB without marking their ends, treats an aborted response as complete,
 * and supports only whole seconds in {@code since}.
 */
record ContainerLog(EngineRequests requests) {

  /** The log of a container that may still run; false if the container does not exist. */
  boolean read(String idOrName, @Nullable Instant since, Consumer<JobLogLine> sink) {
    // Read before the log: a state read later could be newer than the last line of the log.
    Optional<ContainerState> state = new ContainerInspection(requests).state(idOrName);
    if (state.isEmpty()) {
      return false;
    }
    String query = since == null ? "" : "&since=" + seconds(since);
    return read(idOrName, query, state.get().phase() != Phase.RUNNING, sink);
  }

  /** The log of a container that has ended; false if the container does not exist. */
  boolean readFinal(String id, Consumer<JobLogLine> sink) {
    return read(id, "", true, sink);
  }

  /** The last lines of a container that has ended; empty also if it does not exist. */
  List<JobLogLine> tail(String id, int count) {
    List<JobLogLine> lines = new ArrayList<>();
    read(id, "&tail=" + count, true, lines::add);
    return lines;
  }

  private boolean read(String id, String query, boolean isFinal, Consumer<JobLogLine> sink) {
    String path = "/containers/%s/logs?stdout=1&stderr=1&timestamps=1%s".formatted(id, query);
    HttpCall call = requests.get(path).limitedBySilence();
    return requests
        .ifExists(
            EngineOperation.LOG,
            call,
            response -> {
              LogLines.read(response, isFinal, sink);
              return true;
            })
        .isPresent();
  }

  private static String seconds(Instant since) {
    return String.format(Locale.ROOT, "%d.%09d", since.getEpochSecond(), since.getNano());
  }
}
