package org.openhtc.execution.docker;

import com.github.dockerjava.core.LocalDirectorySSLConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.openhtc.execution.engine.EngineException;
import org.springframework.core.NestedExceptionUtils;

/**
 * The TLS contexts by directory. Hosts with the same directory share one, because a context with
 * its session cache is large. A changed file gives a new context at the next connection.
 */
final class TlsContexts {
  private static final List<String> FILES = List.of("ca.pem", "cert.pem", "key.pem");

  private final Map<Path, Loaded> loaded = new ConcurrentHashMap<>();

  private record Loaded(List<FileTime> changedAt, SSLContext context) {}

  /**
   * @throws EngineException.Refused if one of the files can't be used
   */
  SSLContext of(Path directory) {
    List<FileTime> changedAt = changedAt(directory);
    return Objects.requireNonNull(
            loaded.compute(
                directory,
                (path, known) ->
                    known != null && known.changedAt().equals(changedAt)
                        ? known
                        : new Loaded(changedAt, load(path))))
        .context();
  }

  private static List<FileTime> changedAt(Path directory) {
    List<FileTime> times = new ArrayList<>();
    for (String name : FILES) {
      Path file = directory.resolve(name);
      try {
        times.add(Files.getLastModifiedTime(file));
      } catch (IOException e) {
        throw new EngineException.Refused("can't read " + file);
      }
      if (!Files.isReadable(file)) {
        throw new EngineException.Refused("can't read " + file);
      }
    }
    return times;
  }

  private static SSLContext load(Path directory) {
    try {
      return new LocalDirectorySSLConfig(directory.toString()).getSSLContext();
    } catch (RuntimeException e) {
      // For a damaged file docker-java often throws an exception without a message.
      String message = NestedExceptionUtils.getMostSpecificCause(e).getMessage();
      throw new EngineException.Refused(
          "TLS files in %s can't be used: %s"
              .formatted(directory, Objects.requireNonNullElse(message, "one of them is damaged")));
    }
  }
}
