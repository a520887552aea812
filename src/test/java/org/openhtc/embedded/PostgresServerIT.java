package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.embedded.postgres.PostgresProcess;
import org.openhtc.testing.Timeouts;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class PostgresServerIT {
  @TempDir Path directory;

  @Test
  void foreignServerWithTheStoredProcessIdIsNotStopped() throws Exception {
    Path program = Files.copy(Path.of("/bin/sleep"), directory.resolve("postgres"));
    Process foreign = new ProcessBuilder(program.toString(), "60").start();
    try {
      Path data = Files.createDirectory(directory.resolve("pg18"));
      Files.writeString(data.resolve("postmaster.pid"), foreign.pid() + "\n/elsewhere\n");
      PostgresServer.stopOrphan(data);
      assertThat(foreign.isAlive()).isTrue();
    } finally {
      foreign.destroyForcibly();
    }
  }

  @Test
  void serverThatWasKilledIsStartedAgainOnItsPort() throws Exception {
    try (PostgresServer server = PostgresServer.start(directory);
        PostgresSupervisor supervisor = PostgresSupervisor.of(server)) {
      JdbcClient jdbc =
          JdbcClient.create(
              new DriverManagerDataSource(server.jdbcUrl(), "postgres", server.password()));
      jdbc.sql("create table kept as select 1 as one").update();
      postmaster().destroyForcibly();
      await()
          .atMost(Timeouts.STEP)
          .ignoreExceptions()
          .until(() -> jdbc.sql("select one from kept").query(Integer.class).single() == 1);
      assertThat(supervisor).isNotNull();
    }
    assertThat(directory.resolve("pg18").resolve("postmaster.pid")).doesNotExist();
  }

  @Test
  void serverThatEndsAtItsStartIsReportedAtOnce() throws Exception {
    PostgresServer.start(directory).close();
    Files.writeString(
        directory.resolve("pg18/postgresql.auto.conf"), "recovery_target_lsn = 'none'\n");
    assertThatThrownBy(() -> PostgresServer.start(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended while it started");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  /** It would begin again at the next start, and might never end. */
  @Test
  void serverIsNotStoppedDuringItsRecovery() throws Exception {
    Path program = Files.copy(Path.of("/bin/sh"), directory.resolve("postgres"));
    Path data = Files.createDirectory(directory.resolve("pg18"));
    Process server =
        new ProcessBuilder(
                // A test that runs in the background ignores SIGINT, and so would the program.
                "env", "--default-signal=INT", program.toString(), "-c", "read line", "" + data)
            .start();
    try {
      lockFile(data, server, "starting");
      // Until "env" has replaced itself, the process is not a server.
      await().atMost(Timeouts.STEP).until(() -> PostgresProcess.using(data).isPresent());
      CompletableFuture<Void> stop =
          CompletableFuture.runAsync(() -> stopOrphan(data), Thread::startVirtualThread);
      await().during(Duration.ofSeconds(1)).until(server::isAlive);
      lockFile(data, server, "ready   ");
      stop.get();
      assertThat(server.waitFor(Timeouts.STEP)).isTrue();
    } finally {
      server.destroyForcibly();
    }
  }

  private static void lockFile(Path data, Process server, String state) throws IOException {
    Path changed =
        Files.writeString(
            data.resolve("changed"), "%d\n\n\n\n\n\n\n%s\n".formatted(server.pid(), state));
    Files.move(changed, data.resolve("postmaster.pid"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void stopOrphan(Path data) {
    try {
      PostgresServer.stopOrphan(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void serverIsClosedToOtherUsersOfTheMachine() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (PostgresServer server = PostgresServer.start(directory)) {
      DataSource guessed = new DriverManagerDataSource(server.jdbcUrl(), "postgres", "postgres");
      assertThatThrownBy(guessed::getConnection).hasMessageContaining("authentication failed");
      JdbcClient jdbc =
          JdbcClient.create(
              new DriverManagerDataSource(server.jdbcUrl(), "postgres", server.password()));
      assertThat(jdbc.sql("show unix_socket_directories").query(String.class).single()).isEmpty();
      assertThat(modes("", "pg-binaries", "pg18")).containsOnly("rwx------");
      assertThat(modes("pg-password")).containsOnly("rw-------");
    }
  }

  @Test
  void dataWithoutAPasswordGetsOne() throws Exception {
    try (PostgresServer server = PostgresServer.start(directory)) {
      assertThat(server.password()).hasSize(48);
    }
    Path rules = directory.resolve("pg18").resolve("pg_hba.conf");
    Files.writeString(rules, "host all all 127.0.0.1/32 trust\n");
    Files.delete(directory.resolve("pg-password"));
    try (PostgresServer server = PostgresServer.start(directory)) {
      assertThat(Files.readString(rules)).doesNotContain("trust");
      new DriverManagerDataSource(server.jdbcUrl(), "postgres", server.password())
          .getConnection()
          .close();
    }
  }

  private List<String> modes(String... names) throws IOException {
    List<String> modes = new ArrayList<>();
    for (String name : names) {
      modes.add(
          PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))));
    }
    return modes;
  }

  private ProcessHandle postmaster() throws IOException {
    Path file = directory.resolve("pg18").resolve("postmaster.pid");
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst())).orElseThrow();
  }

  @Test
  void damagedLockFileIsIgnored() throws Exception {
    Files.createFile(directory.resolve("postmaster.pid"));
    PostgresServer.stopOrphan(directory);
  }
}
