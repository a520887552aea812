package org.openhtc.replicas;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.PostgresProcess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A PostgreSQL server that is paused, killed and started again, always on the same port. */
public final class ClusterDatabase implements AutoCloseable {
  private static final String USER = "postgres";
  private static final int LONGEST_END_SECONDS = 60;

  private final Path directory;
  private final int port;
  private EmbeddedPostgres server;

  private ClusterDatabase(Path directory, int port) throws IOException {
    this.directory = directory;
    this.port = port;
    this.server = launch();
  }

  /** Starts it with its data in the directory. */
  public static ClusterDatabase start(Path directory) throws IOException {
    return new ClusterDatabase(directory, FreePort.find());
  }

  private EmbeddedPostgres launch() throws IOException {
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(Path.of("target", "pg-binaries").toFile())
        .setDataDirectory(directory)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPort(port)
        // The library, made for tests, disables both: a killed server would lose commits.
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("max_connections", "200")
        .setServerConfig("unix_socket_directories", "")
        .start();
  }

  /** On the loopback interface. */
  public int port() {
    return port;
  }

  /** New connections for the test itself. */
  public JdbcClient jdbc() {
    return JdbcClient.create(
        new DriverManagerDataSource(
            "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, USER), USER, USER));
  }

  /** The settings of a process that reaches the server through a proxy at that port. */
  static String[] settings(int proxy) {
    return new String[] {
      "spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/%s?reWriteBatchedInserts=true"
          .formatted(proxy, USER),
      "spring.datasource.username=" + USER,
      "spring.datasource.password=" + USER
    };
  }

  /** Runs the code while all processes of the server are stopped. */
  public void paused(Runnable code) {
    try {
      PostgresProcess.of(pid()).paused(code);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of its first process; written by the server itself. */
  private long pid() throws IOException {
    return Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid")).getFirst());
  }

  /** Kills the main process by SIGKILL and starts the server again when it has ended. */
  public synchronized void killAndRestart() {
    try {
      ProcessHandle.of(pid())
          .ifPresent(postmaster -> {
            postmaster.destroyForcibly();
            postmaster.onExit().orTimeout(LONGEST_END_SECONDS, TimeUnit.SECONDS).join();
          });
      server.close();
      server = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    server.close();
  }
}
