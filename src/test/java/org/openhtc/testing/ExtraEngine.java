package org.openhtc.testing;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.openhtc.testing.EngineMachine.Disk;

/**
 * A second Docker engine on this machine that a test may stop, kill and start again. It has its own
 * network namespace, because in the machine's it would replace the bridge and firewall rules of the
 * first engine.
 */
public final class ExtraEngine implements AutoCloseable {
  private static final List<String> STARTED = List.of("runc\0init\0", "/pause\0");

  private final EngineMachine machine;
  private final List<String> options;
  private Process process;

  private ExtraEngine(EngineMachine machine, List<String> options) throws IOException {
    this.machine = machine;
    this.options = options;
    this.process = launch();
  }

  /** An engine on the file system of /tmp; skips the test where no engine can be started. */
  public static ExtraEngine plain() throws IOException {
    return started(EngineMachine.make(Disk.PLAIN), List.of());
  }

  /** The same, which also uses registries of this machine that have no certificate. */
  public static ExtraEngine withPlainRegistries() throws IOException {
    return started(
        EngineMachine.make(Disk.PLAIN), List.of("--insecure-registry=" + EngineMachine.SUBNETS));
  }

  /** An engine that enforces disk limits. */
  public static ExtraEngine withQuota() throws IOException {
    return started(EngineMachine.make(Disk.BTRFS), List.of("--storage-driver", "btrfs"));
  }

  /** An engine whose starts of containers a test may hold. */
  public static ExtraEngine withHeldStarts() throws IOException {
    EngineMachine machine = EngineMachine.make(Disk.PLAIN);
    HeldStarts.install(machine.directory());
    return started(machine, HeldStarts.options(machine.directory()));
  }

  /**
   * An engine that also listens on TCP, for clients with a certificate of {@link #certificates}.
   */
  public static ExtraEngine withTls() throws IOException {
    EngineMachine machine = EngineMachine.make(Disk.PLAIN);
    TestCertificates.make(machine.directory().resolve("tls"), machine.address());
    Path tls = machine.directory().resolve("tls");
    return started(
        machine,
        List.of(
            "-H",
            "tcp://" + machine.address() + ":2376",
            "--tlsverify",
            "--tlscacert=" + tls.resolve("ca.pem"),
            "--tlscert=" + tls.resolve("server-cert.pem"),
            "--tlskey=" + tls.resolve("server-key.pem")));
  }

  private static ExtraEngine started(EngineMachine machine, List<String> options)
      throws IOException {
    ExtraEngine engine = new ExtraEngine(machine, options);
    try {
      engine.awaitResponse();
      return engine;
    } catch (RuntimeException e) {
      String log = Files.readString(machine.directory().resolve("log"));
      boolean hasEnded = !engine.process.isAlive();
      engine.end();
      if (hasEnded) {
        return Assumptions.abort("skipped: the extra engine does not start: " + log);
      }
      throw new AssertionError("The extra engine does not respond: " + log, e);
    }
  }

  public URI endpoint() {
    return URI.create("unix://" + machine.directory().resolve("docker.sock"));
  }

  /** The address of the engine, from which its containers connect to this machine. */
  public String address() {
    return machine.address();
  }

  /** The address of this machine, as seen by the engine's containers. */
  public String machineAddress() {
    return machine.machineAddress();
  }

  /** Only with {@link #withTls()}. */
  public URI tcpEndpoint() {
    return URI.create("tcp://" + machine.address() + ":2376");
  }

  /** Directory with ca.pem, cert.pem and key.pem for a client. */
  public Path certificates() {
    return machine.directory().resolve("tls");
  }

  /** Stops the engine by SIGTERM: it stops its containers first. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Kills the engine by SIGKILL: its containers continue to run. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** The next starts of containers wait. Only with {@link #withHeldStarts()}. */
  public void holdStarts() throws IOException {
    new HeldStarts(machine.directory()).hold();
  }

  /**
   * Kills the engine by SIGKILL after the programs of held containers were started, and before the
   * engine has noticed.
   *
   * @param containers that are held; waits for them
   */
  public void killDuringStarts(int containers) throws IOException {
    HeldStarts starts = new HeldStarts(machine.directory());
    starts.awaitHeld(containers);
    freezeContainerd();
    starts.release();
    starts.awaitStarted(containers);
    kill();
  }

  /** The part of the engine that notices starts. It ends with the engine. */
  private void freezeContainerd() throws IOException {
    List<ProcessHandle> parts =
        process
            .children()
            .filter(part -> commandLine(part.pid()).startsWith("containerd"))
            .toList();
    Assumptions.assumeFalse(parts.isEmpty(), "skipped: the engine uses the machine's containerd");
    signal("STOP", parts.getFirst().pid());
  }

  /** Starts the engine again over the same data. */
  public void restart() throws IOException {
    process = launch();
    awaitResponse();
  }

  /** Suspends the engine: the kernel accepts connections, but there are no responses. */
  public void freeze() throws IOException {
    signal("STOP", process.pid());
  }

  /** Ends {@link #freeze}. */
  public void thaw() throws IOException {
    signal("CONT", process.pid());
  }

  @Override
  public void close() throws IOException {
    try {
      if (!process.isAlive()) {
        restart(); // only an engine can end the containers that still run
      }
      removeContainers();
    } finally {
      end();
    }
  }

  private void end() throws IOException {
    stop();
    machine.close();
    endOrphans(); // also those whose parents ended just now
  }

  /**
   * An engine that is killed while it starts a container leaves a process that waits for the rest
   * of its start for ever, or a network slot's program. Those of other engines have a parent.
   */
  private static void endOrphans() {
    ProcessHandle.allProcesses()
        .filter(process -> process.parent().map(ProcessHandle::pid).orElse(0L) == 1)
        .filter(process -> STARTED.contains(commandLine(process.pid())))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
    } catch (IOException ended) {
      return "";
    }
  }

  /**
   * Repeated, because the file system of a container may be busy while another engine starts one.
   */
  private void removeContainers() throws IOException {
    try (DockerClient client = TestImages.client(endpoint())) {
      await()
          .atMost(Timeouts.STEP)
          .ignoreException(InternalServerErrorException.class)
          .until(() -> {
            for (var container : containers(client)) {
              remove(client, container.getId());
            }
            return containers(client).isEmpty();
          });
    }
  }

  private static List<Container> containers(DockerClient client) {
    return client.listContainersCmd().withShowAll(true).exec();
  }

  private static void remove(DockerClient client, String container) {
    try {
      client.removeContainerCmd(container).withForce(true).exec();
    } catch (NotFoundException | ConflictException removedByTheService) {
      // the goal is reached
    }
  }

  private Process launch() throws IOException {
    Path directory = machine.directory();
    List<String> argv =
        new ArrayList<>(
            List.of(
                "setsid",
                "nsenter",
                "--net=/run/netns/" + machine.name(),
                "dockerd",
                "--data-root=" + directory.resolve("root"),
                "--exec-root=" + directory.resolve("exec"),
                "--pidfile=" + directory.resolve("pid"),
                "--containerd-namespace=" + machine.name(),
                "--containerd-plugins-namespace=" + machine.name() + "-plugins",
                "-H",
                endpoint().toString()));
    argv.addAll(options);
    return new ProcessBuilder(argv)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  private void awaitResponse() {
    try (DockerClient client = TestImages.client(endpoint())) {
      await()
          .atMost(Timeouts.STEP)
          .ignoreExceptions()
          .failFast("the engine has ended", () -> !process.isAlive())
          .until(() -> {
            client.pingCmd().exec();
            return true;
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void signal(String name, long pid) throws IOException {
    Command.run(Path.of("/"), "kill", "-" + name, String.valueOf(pid));
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(Timeouts.STEP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
