package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {
  @TempDir Path directory;

  @Test
  void serverOfSomebodyElseWithTheSameNumberIsLeftAlone() throws Exception {
    Path program = Files.copy(Path.of("/bin/sleep"), directory.resolve("postgres"));
    Process stranger = new ProcessBuilder(program.toString(), "60").start();
    try {
      Path data = Files.createDirectory(directory.resolve("pg18"));
      Files.writeString(data.resolve("postmaster.pid"), stranger.pid() + "\n/elsewhere\n");
      PostgresServer.reap(data);
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void damagedNumberIsNone() throws Exception {
    Files.createFile(directory.resolve("postmaster.pid"));
    PostgresServer.reap(directory);
  }
}
