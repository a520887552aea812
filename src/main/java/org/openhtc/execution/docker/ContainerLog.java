package org.openhtc.execution.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.job.log.JobLogLine;

/**
 * Reads the output of a container. docker-java's command can't be used: it splits the engine's
 * messages into pieces of 1 KiB without marking their ends, treats an aborted response as complete,
 * and supports only whole seconds in {@code since}.
 */
record ContainerLog(EngineConnection connection) {
  boolean read(String id, @Nullable Instant since, Consumer<JobLogLine> sink) {
    Optional<List<JobLogLine>> lines =
        connection.calls().ifExists(EngineOperation.LOG, () -> lines(id, since));
    lines.ifPresent(all -> all.forEach(sink));
    return lines.isPresent();
  }

  /** All lines of a short log; empty also if the container does not exist. */
  List<JobLogLine> read(String id) {
    List<JobLogLine> lines = new ArrayList<>();
    read(id, null, lines::add);
    return lines;
  }

  private List<JobLogLine> lines(String id, @Nullable Instant since) {
    // Read before the log: a state read later could be newer than the last line of the log.
    ContainerState state = ContainerStates.of(connection.client().inspectContainerCmd(id).exec());
    LogLines lines = new LogLines();
    try (Response response = connection.plain().get(path(id, since))) {
      DataInputStream body =
          new DataInputStream(new BufferedInputStream(response.getBody(), 1 << 16));
      for (LogFrame f = LogFrame.next(body); f != null; f = LogFrame.next(body)) {
        lines.add(f);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return state.phase() == Phase.RUNNING ? lines.finished() : lines.all();
  }

  private static String path(String id, @Nullable Instant since) {
    String path = "/containers/%s/logs?stdout=1&stderr=1&timestamps=1".formatted(id);
    return since == null ? path : path + "&since=" + seconds(since);
  }

  private static String seconds(Instant since) {
    return String.format(Locale.ROOT, "%d.%09d", since.getEpochSecond(), since.getNano());
  }
}
