package org.openhtc.execution.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.LogLine;

/**
 * Reads what a container printed. Not by docker-java's command: that one cuts the engine's messages
 * into pieces of 1 KiB without telling where one ends, takes an answer that breaks off for
 * complete, and asks for whole seconds only.
 */
record ContainerLog(EngineConnection connection) {
  List<LogLine> read(String id, @Nullable Instant since) {
    return connection
        .calls()
        .<List<LogLine>>unlessGone(Verb.LOG, () -> lines(id, since))
        .orElse(List.of());
  }

  private List<LogLine> lines(String id, @Nullable Instant since) {
    // Asked before the log is read: afterwards, the last line could have been finished meanwhile.
    ContainerState state = ContainerStates.of(connection.client().inspectContainerCmd(id).exec());
    LogLines lines = new LogLines();
    try (Response response = connection.plain().get(path(id, since))) {
      DataInputStream answer =
          new DataInputStream(new BufferedInputStream(response.getBody(), 1 << 16));
      for (LogFrame f = LogFrame.next(answer); f != null; f = LogFrame.next(answer)) {
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
