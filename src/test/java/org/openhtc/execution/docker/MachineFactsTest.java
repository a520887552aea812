package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Info;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFactsTest {
  @TempDir Path here;

  @Test
  void freeDiskIsThatOfTheEnginesDirectory() {
    assertThat(MachineFacts.of(engineIn(here), true, Duration.ZERO).diskFreeGib())
        .isEqualTo(here.toFile().getUsableSpace() >> 30);
  }

  @Test
  void freeDiskIsUnknownIfItCannotBeMeasured() {
    assertThat(
            MachineFacts.of(engineIn(here.resolve("elsewhere")), true, Duration.ZERO).diskFreeGib())
        .isNull();
    assertThat(MachineFacts.of(engineIn(here), false, Duration.ZERO).diskFreeGib()).isNull();
    assertThat(MachineFacts.of(engineIn(null), true, Duration.ZERO).diskFreeGib()).isNull();
  }

  private static Info engineIn(@Nullable Path root) {
    return new Info()
        .withArchitecture("x86_64")
        .withDockerRootDir(root == null ? null : root.toString());
  }
}
