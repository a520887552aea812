package org.openhtc.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.TcpProxy;
import org.openhtc.testing.Timeouts;
import org.springframework.util.FileSystemUtils;

/**
 * One registry for all replicas and engines, as an operator runs one: it accepts the tokens that
 * the service issues. All of them reach it through one proxy.
 */
final class ChaosRegistry implements AutoCloseable {
  private static final String CONFIGURATION =
      """
      version: 0.1
      storage: {filesystem: {rootdirectory: %1$s/images}}
      http: {addr: "127.0.0.1:%2$d"}
      auth:
        token:
          # Not used: hosts and test bring their tokens.
          realm: http://localhost/registry/token
          service: openhtc
          issuer: openhtc
          rootcertbundle: %1$s/openhtc.pem
      """;

  private final Path directory;
  private final String address;
  private final int port;
  private final TcpProxy proxy;
  private @Nullable Process process;

  private ChaosRegistry(Path directory, String address, int port, TcpProxy proxy) {
    this.directory = directory;
    this.address = address;
    this.port = port;
    this.proxy = proxy;
  }

  /**
   * Reserves its ports; skips the test where the registry's program is not installed.
   *
   * @param address of this machine for the engines
   */
  static ChaosRegistry at(String address) throws IOException {
    DockerUser.needsRegistry();
    Path directory = Files.createTempDirectory("openhtc-registry");
    int port = FreePort.find();
    return new ChaosRegistry(directory, address, port, TcpProxy.onAllAddresses(port));
  }

  /** As on the command line of a replica, without the leading dashes. */
  List<String> settings() {
    return List.of(
        "openhtc.registry.host=%s:%d".formatted(address, proxy.port()),
        "openhtc.registry.url=" + url());
  }

  /** For programs of this machine. */
  URI url() {
    return URI.create("http://127.0.0.1:%d".formatted(proxy.port()));
  }

  /**
   * Starts it, if it was not started yet.
   *
   * @param certificates of the service, which it trusts
   */
  synchronized void start(String certificates) {
    if (process != null) {
      return;
    }
    try {
      Files.writeString(directory.resolve("openhtc.pem"), certificates);
      Files.writeString(configuration(), CONFIGURATION.formatted(directory, port));
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void perform(Step.OfRegistry step) {
    switch (step) {
      case Step.KillRegistry kill -> killFor(kill.time());
      case Step.StallRegistry stall -> proxy.stalled(() -> ChaosRun.await(stall.time()));
    }
  }

  private synchronized void killFor(Duration time) {
    kill();
    ChaosRun.await(time);
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Returns when it accepts connections. */
  private Process launch() throws IOException {
    Process launched =
        new ProcessBuilder("docker-registry", "serve", configuration().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    Awaitility.await()
        .atMost(Timeouts.STEP)
        .ignoreExceptions()
        .until(() -> {
          new Socket("127.0.0.1", port).close();
          return true;
        });
    return launched;
  }

  private Path configuration() {
    return directory.resolve("config.yml");
  }

  @Override
  public synchronized void close() throws IOException {
    kill();
    proxy.close();
    FileSystemUtils.deleteRecursively(directory);
  }
}
