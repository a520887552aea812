package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
          JdbcClient.create(new DriverManagerDataSource(server.jdbcUrl(), "postgres", "postgres"));
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
