package org.openhtc.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the registry's process, also one that an earlier run left behind. */
final class RegistryProcess {
  private static final Logger log = LoggerFactory.getLogger(RegistryProcess.class);
  private static final long STOP_WAIT_SECONDS = 10;

  private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR");

  private RegistryProcess() {}

  static Process start(RegistryHome home, Path program) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(program.toString(), "serve", home.configuration().toString())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(home.log().toFile()));
    // The others may be secrets of the service, or override the configuration file.
    command.environment().keySet().retainAll(ENVIRONMENT);
    Process process = command.start();
    home.pidFile().write(process.pid());
    return process;
  }

  /** Stops a registry of an earlier run. It survives a kill -9 of the service and uses the port. */
  static void stopOrphan(RegistryHome home) throws IOException, InterruptedException {
    OptionalInt pid = home.pidFile().read(Integer.MAX_VALUE);
    if (pid.isEmpty()) {
      return;
    }
    ProcessHandle orphan =
        ProcessHandle.of(pid.getAsInt()).filter(process -> uses(process, home)).orElse(null);
    if (orphan != null) {
      log.info(
          "Image registry {} of an earlier run is still running; stopping it first", orphan.pid());
      stop(orphan);
    }
  }

  /** Sends SIGTERM and waits; sends SIGKILL when the process does not end in time. */
  static void stop(ProcessHandle process) throws InterruptedException {
    process.destroy();
    try {
      process.onExit().get(STOP_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException stillRunning) {
      process.destroyForcibly();
    }
  }

  /** The process id alone is not enough, because another process may have it now. */
  private static boolean uses(ProcessHandle process, RegistryHome home) {
    return process
        .info()
        .arguments()
        .map(arguments -> Arrays.asList(arguments).contains(home.configuration().toString()))
        .orElse(false);
  }
}
