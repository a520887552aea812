package org.openhtc.replicas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.TcpProxy;
import org.openhtc.testing.Timeouts;
import org.openhtc.testing.UnpackedService;

/**
 * One process of the service. Where the test has the right to do so, it runs in a process namespace
 * of its own: like a process of another machine, no other replica can see that it has ended.
 */
public final class Replica implements AutoCloseable {
  static final String KEY = "replica-administrator-key-0123456789";

  /** The first process that ends in an orderly way also writes an archive of its classes. */
  private static final int STOP_SECONDS = 180;

  private final Path home;
  private final int port;
  private final TcpProxy database;
  private final List<String> settings;
  private final MachineClock clock;
  private Process process;

  private Replica(Path home, TcpProxy database, List<String> settings) throws IOException {
    this.home = home;
    this.port = FreePort.find();
    this.database = database;
    this.settings = settings;
    this.clock = MachineClock.in(home);
    this.process = launch();
  }

  /** Starts a process without waiting until it is ready. */
  static Replica start(Path home, TcpProxy database, List<String> settings) throws IOException {
    Files.createDirectories(home);
    return new Replica(home, database, settings);
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    if (isIsolated()) {
      command.addAll(List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"));
    }
    command.addAll(List.of(UnpackedService.java(), "-Xmx320m"));
    command.addAll(UnpackedService.quickStart());
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(temporary()));
    command.addAll(List.of("-jar", UnpackedService.jar().toString()));
    settings.forEach(setting -> command.add("--" + setting));
    for (String setting : ClusterDatabase.settings(database.port())) {
      command.add("--" + setting);
    }
    command.add("--server.port=" + port);
    command.add("--openhtc.home=" + home);
    command.add("--openhtc.bootstrap-api-key=" + KEY);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().putAll(clock.environment());
    return builder.start();
  }

  private static boolean isIsolated() {
    return System.getProperty("user.name").equals("root");
  }

  Path log() {
    return home.resolve("service.log");
  }

  private Path temporary() {
    return home.resolve("tmp");
  }

  /** The logs that it or an earlier process with its directory has begun to read. */
  public Stream<String> temporaryFiles() {
    try (Stream<Path> files = Files.list(temporary())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("openhtc-log"))
          .map(Path::toString)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An anonymous client of this process. */
  public ApiClient anonymous() {
    return ApiClient.at(port);
  }

  /** The proxy through which it reaches the database. */
  public TcpProxy database() {
    return database;
  }

  /** The clock of its machine. */
  public MachineClock clock() {
    return clock;
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  public boolean isReady() {
    try {
      return anonymous().withoutBasePath().status("/actuator/health/readiness") == 200;
    } catch (UncheckedIOException noResponse) {
      return false;
    }
  }

  public void awaitReady() {
    Awaitility.await().atMost(Timeouts.MANY_JOBS).until(this::isReady);
  }

  /** Kills it by SIGKILL, so that nothing is cleaned up, as in a power failure. */
  public void kill() {
    java().destroyForcibly();
    process.onExit().join();
  }

  /**
   * Stops it by SIGTERM, as an operator does, and waits until it has ended. The signal is repeated:
   * the first process of a namespace ignores it until Java has installed its handler.
   */
  public void stop() {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(500))
        .atMost(STOP_SECONDS, TimeUnit.SECONDS)
        .until(() -> {
          java().destroy();
          return !process.isAlive();
        });
  }

  /** Stops all its threads, as a machine does that has no CPU time for it. */
  public void pause() {
    signal("-STOP");
  }

  /** Ends a pause; has no effect on a process that was killed. */
  public void resume() {
    if (isRunning()) {
      signal("-CONT");
    }
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(java().pid())).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts an ended process again, without waiting until it is ready. */
  public void launchAgain() {
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether this process is the holder of a lease, as the database names it. */
  public boolean isHolder(String stored) {
    String[] parts = stored.split(" ", -1);
    if (!isRunning() || parts.length < 2) {
      return false;
    }
    long pid = java().pid();
    if (!isIsolated()) {
      return parts[1].startsWith(pid + ":");
    }
    try {
      Path namespace = Path.of("/proc", Long.toString(pid), "ns", "pid");
      return parts[0].contains(Files.readSymbolicLink(namespace).toString());
    } catch (IOException ended) {
      return false;
    }
  }

  /**
   * The Java process: a child of the program that isolates it, which was perhaps just started. A
   * signal to that program instead would stop it for ever.
   */
  private ProcessHandle java() {
    return isIsolated()
        ? Awaitility.await()
            .pollDelay(Duration.ZERO)
            .atMost(Timeouts.STEP)
            .until(this::childOrEnded, Optional::isPresent)
            .orElseThrow()
        : process.toHandle();
  }

  private Optional<ProcessHandle> childOrEnded() {
    return process
        .children()
        .findFirst()
        .or(() -> process.isAlive() ? Optional.empty() : Optional.of(process.toHandle()));
  }

  @Override
  public void close() throws IOException {
    if (isRunning()) {
      resume();
      kill();
    }
    database.close();
  }
}
