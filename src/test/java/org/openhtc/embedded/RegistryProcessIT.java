package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.testing.DockerUser;
import org.springframework.util.unit.DataSize;

/** Arguments and variables of a process can be read a moment after its start has returned. */
class RegistryProcessIT {
  @TempDir Path directory;
  private RegistryHome home;

  @BeforeEach
  void aHome() throws Exception {
    DockerUser.needsRegistry();
    home = home();
    Files.writeString(
        home.configuration(),
        "version: 0.1\nstorage: {inmemory: {}}\nhttp: {addr: \"%s\"}\n".formatted(home.host()));
  }

  private RegistryHome home() throws Exception {
    return RegistryHome.in(
        directory,
        new EmbeddedRegistrySettings(
            "127.0.0.1", 0, "docker-registry", DataSize.ofBytes(0), DataSize.ofBytes(0)));
  }

  @Test
  void portIsChosenOnce() throws Exception {
    assertThat(home.port()).isPositive();
    assertThat(home()).isEqualTo(home);
    assertThat(home.connection().absence()).isNull();
  }

  @Test
  void registryOfAnEarlierRunIsStopped() throws Exception {
    Process orphan = RegistryProcess.start(home, Objects.requireNonNull(home.program()));
    await().until(() -> orphan.info().arguments().isPresent());
    RegistryProcess.stopOrphan(home());
    assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
    RegistryProcess.stopOrphan(home());
  }

  @Test
  void environmentOfTheServiceIsNotPassedOn() throws Exception {
    Process registry = RegistryProcess.start(home, Objects.requireNonNull(home.program()));
    Path environment = Path.of("/proc/" + registry.pid() + "/environ");
    String variables = await().until(() -> Files.readString(environment), text -> !text.isEmpty());
    registry.destroyForcibly().waitFor();
    assertThat(variables.split("\0"))
        .allMatch(variable -> variable.matches("(PATH|HOME|LANG|LC_ALL|TMPDIR)=.*"));
  }

  @Test
  void foreignProcessWithTheStoredIdIsNotStopped() throws Exception {
    Process foreign = new ProcessBuilder("sleep", "60").start();
    try {
      home.pidFile().write(foreign.pid());
      RegistryProcess.stopOrphan(home);
      assertThat(foreign.isAlive()).isTrue();
    } finally {
      foreign.destroyForcibly();
    }
  }

  @Test
  void damagedNumberFilesAreIgnored() throws Exception {
    Files.writeString(home.pidFile().file(), "");
    RegistryProcess.stopOrphan(home);
    Files.writeString(directory.resolve("registry/port"), "");
    assertThat(home().port()).isPositive();
    assertThat(home()).isEqualTo(home());
  }

  @Test
  void missingProgramIsReportedToClients() throws Exception {
    RegistryHome without =
        RegistryHome.in(
            directory,
            new EmbeddedRegistrySettings(
                "127.0.0.1", 0, "no-such-program", DataSize.ofBytes(0), DataSize.ofBytes(0)));
    assertThat(without.program()).isNull();
    assertThat(without.connection().absence()).contains("docker-registry");
  }
}
