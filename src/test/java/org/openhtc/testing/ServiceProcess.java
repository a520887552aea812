package org.openhtc.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** The packaged service as a separate process, for tests that kill or stop it. */
public final class ServiceProcess implements AutoCloseable {
  private static final String KEY = "process-administrator-key-0123456789";
  private static final Duration START = Duration.ofSeconds(240);

  private Path home;
  private final int port;
  private final Path jar;
  private final boolean isSupervised;
  private final List<String> settings;

  /** The service, or its supervisor. */
  private Process process;

  private ServiceProcess(Path home, Path jar, boolean isSupervised, List<String> settings)
      throws IOException {
    this.home = home;
    this.jar = jar;
    this.port = FreePort.find();
    this.isSupervised = isSupervised;
    this.settings = settings;
    this.process = launch();
  }

  /**
   * Starts the service and waits until it is ready.
   *
   * @param settings the settings as on the command line, without the leading dashes
   */
  public static ServiceProcess start(String... settings) throws IOException {
    return start(UnpackedService.jar(), false, settings);
  }

  /** As {@link #start}, under the launcher's supervisor, which starts it again after a kill. */
  public static ServiceProcess startSupervised(String... settings) throws IOException {
    return start(UnpackedService.jar(), true, settings);
  }

  /** As {@link #start}, with the jar of another version. */
  public static ServiceProcess startJar(Path jar, String... settings) throws IOException {
    return start(jar, false, settings);
  }

  private static ServiceProcess start(Path jar, boolean isSupervised, String... settings)
      throws IOException {
    Path home = Files.createTempDirectory("openhtc-process");
    SharedPostgres.linkFrom(home);
    ServiceProcess service = new ServiceProcess(home, jar, isSupervised, List.of(settings));
    service.awaitReady();
    return service;
  }

  public int port() {
    return port;
  }

  /** The home directory, with the data and the administrator's key. */
  public Path home() {
    return home;
  }

  public ApiClient api() {
    return ApiClient.at(port).withKey(KEY);
  }

  /** Kills the service by SIGKILL, so that nothing is cleaned up, as in a power failure. */
  public void killHard() throws IOException {
    ProcessHandle killed = handle();
    killed.destroyForcibly();
    killed.onExit().join();
  }

  /** Kills the service with its database and its registry, as when the machine fails. */
  public void killWithChildren() throws IOException {
    List<ProcessHandle> children = new ArrayList<>(process.descendants().toList());
    ProcessHandle.of(databasePid()).ifPresent(children::add);
    killHard();
    children.forEach(ProcessHandle::destroyForcibly);
    children.forEach(child -> child.onExit().join());
  }

  /** Stops the service by SIGTERM, as an operator does, and waits until it has ended. */
  public void stop() throws IOException, InterruptedException {
    handle().destroy();
    process.waitFor();
  }

  private ProcessHandle handle() throws IOException {
    if (!isSupervised) {
      return process.toHandle();
    }
    String pid = Files.readString(pidFile()).split(" ", 2)[0];
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private Path pidFile() {
    return home.resolve("service.pid");
  }

  /** Kills the registry that the service started. */
  public void killRegistry() {
    process
        .descendants()
        .filter(child -> child.info().command().orElse("").contains("registry"))
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** Kills the main process of the embedded PostgreSQL. */
  public void killDatabase() throws IOException {
    ProcessHandle.of(databasePid()).orElseThrow().destroyForcibly();
  }

  /** The main process of the embedded PostgreSQL; 0 while it starts. */
  public long databasePid() throws IOException {
    Path file = home.resolve("pg18").resolve("postmaster.pid");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst());
  }

  /** The status of the readiness; 0 while there is no response. */
  public int readiness() {
    try {
      return ApiClient.at(port).withoutBasePath().status("/actuator/health/readiness");
    } catch (UncheckedIOException noResponse) {
      return 0;
    }
  }

  /** Starts the service again over the same data and waits until it is ready. */
  public void restart() throws IOException {
    process = launch();
    awaitReady();
  }

  /** Makes a backup of the running service, as an operator does. */
  public void backup(Path directory) throws IOException {
    runCommand(home, "backup", directory);
  }

  /**
   * Removes the home directory with all data, as a broken disk does, and starts the service again
   * with what a backup contains.
   */
  public void restore(Path directory) throws IOException {
    FileSystemUtils.deleteRecursively(home);
    home = Files.createTempDirectory("openhtc-restored");
    runCommand(home, "restore", directory);
    SharedPostgres.linkFrom(home);
    restart();
  }

  private static void runCommand(Path home, String name, Path directory) throws IOException {
    Command.run(
        Path.of("."),
        "env",
        "OPENHTC_HOME=" + home,
        UnpackedService.java(),
        "-XX:TieredStopAtLevel=1",
        "-jar",
        UnpackedService.jar().toString(),
        name,
        directory.toString());
  }

  public String logFile() throws IOException {
    return Files.readString(home.resolve("service.log"));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (process.isAlive()) {
      stop();
    }
    JobNetworks.removeNamedIn(logFile());
    FileSystemUtils.deleteRecursively(home);
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    if (isSupervised) {
      command.addAll(List.of("launcher/supervise.sh", pidFile().toString(), String.valueOf(port)));
    }
    command.addAll(List.of(UnpackedService.java(), "-Xmx512m", "-XX:+ExitOnOutOfMemoryError"));
    if (jar.equals(UnpackedService.jar())) {
      command.addAll(UnpackedService.quickStart());
    }
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("tmp")));
    command.addAll(List.of("-jar", jar.toString()));
    command.add("--server.port=" + port);
    command.add("--openhtc.home=" + home);
    command.add("--openhtc.bootstrap-api-key=" + KEY);
    command.add("--openhtc.execution.host-images=true");
    if (settings.stream().noneMatch(setting -> setting.startsWith("openhtc.lease.duration"))) {
      command.add("--openhtc.lease.duration=2s");
    }
    settings.forEach(setting -> command.add("--" + setting));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("service.log").toFile()))
        .start();
  }

  private void awaitReady() {
    await()
        .atMost(START)
        .ignoreExceptions()
        .until(() ->
            ApiClient.at(port)
                    .withoutBasePath()
                    .send("GET", "/actuator/health/readiness", BodyPublishers.noBody())
                    .status()
                == 200);
  }
}
