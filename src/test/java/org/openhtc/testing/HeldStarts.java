package org.openhtc.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A container runtime for an engine that waits before each start of a container while a test holds
 * them.
 *
 * @param directory of the engine
 */
record HeldStarts(Path directory) {
  private static final String RUNTIME = "runtime";
  private static final String HOLD = "hold";
  private static final String HELD = "held-";
  private static final String STARTED = "started-";

  /** Nothing is held at first. */
  static void install(Path directory) throws IOException {
    Path runtime = directory.resolve(RUNTIME);
    Files.writeString(
        runtime,
        """
        #!/bin/sh
        cd $DIRECTORY
        case " $* " in
        *" start "*) [ ! -e hold ] || touch held-$$;;
        esac
        [ -e held-$$ ] || exec runc "$@"
        while [ -e hold ]; do sleep 0.02; done
        runc "$@" || exit
        touch started-$$
        """
            .replace("$DIRECTORY", directory.toString()));
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Options of the engine. */
  static List<String> options(Path directory) {
    return List.of("--add-runtime=held=" + directory.resolve(RUNTIME), "--default-runtime=held");
  }

  void hold() throws IOException {
    Files.createFile(directory.resolve(HOLD));
  }

  void awaitHeld(int count) {
    await().atMost(Timeouts.STEP).until(() -> files(HELD) >= count);
  }

  void release() throws IOException {
    Files.delete(directory.resolve(HOLD));
  }

  /** Waits until the programs of containers run whose starts were held. */
  void awaitStarted(int count) {
    await().atMost(Timeouts.STEP).until(() -> files(STARTED) >= count);
  }

  private long files(String prefix) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
