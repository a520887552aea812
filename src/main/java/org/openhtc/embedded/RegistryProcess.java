package org.openhtc.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry's process: started, ended, and found again when the service itself was killed. */
final class RegistryProcess {
  private static final Logger log = LoggerFactory.getLogger(RegistryProcess.class);
  private static final long STOP_WAIT_SECONDS = 10;

  private RegistryProcess() {}

  static Process start(RegistryHome home, Path program) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(program.toString(), "serve", home.configuration().toString())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(home.log().toFile()));
    // Variables such as REGISTRY_AUTH would change what the file says.
    command.environment().keySet().removeIf(name -> name.startsWith("REGISTRY_"));
    Process process = command.start();
    home.pid().write(process.pid());
    return process;
  }

  /** After a kill -9 of the service its registry lives on and holds the port. */
  static void reap(RegistryHome home) throws IOException, InterruptedException {
    OptionalInt pid = home.pid().read(Integer.MAX_VALUE);
    if (pid.isEmpty()) {
      return;
    }
    ProcessHandle orphan =
        ProcessHandle.of(pid.getAsInt()).filter(process -> serves(process, home)).orElse(null);
    if (orphan != null) {
      log.info(
          "Image registry {} of an earlier run is still there; stopping it first", orphan.pid());
      end(orphan);
    }
  }

  /** SIGTERM, then SIGKILL; returns when it has ended. */
  static void end(ProcessHandle process) throws InterruptedException {
    process.destroy();
    try {
      process.onExit().get(STOP_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException stillThere) {
      process.destroyForcibly();
    }
  }

  /** A process id alone may belong to somebody else by now. */
  private static boolean serves(ProcessHandle process, RegistryHome home) {
    return process
        .info()
        .arguments()
        .map(arguments -> Arrays.asList(arguments).contains(home.configuration().toString()))
        .orElse(false);
  }
}
