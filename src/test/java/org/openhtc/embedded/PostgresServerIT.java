package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void damagedLockFileIsIgnored() throws Exception {
    Files.createFile(directory.resolve("postmaster.pid"));
    PostgresServer.stopOrphan(directory);
  }
}
