package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFactsTest {
  @TempDir Path here;

  /** Other programs use the disk, too. */
  @Test
  void freeDiskIsThatOfTheEnginesDirectory() {
    assertThat(MachineFacts.of(engineIn(here), true, null, Duration.ZERO).diskFreeGib())
        .isCloseTo(here.toFile().getUsableSpace() >> 30, within(1L));
  }

  @Test
  void freeDiskIsUnknownIfItCannotBeMeasured() {
    assertThat(
            MachineFacts.of(engineIn(here.resolve("elsewhere")), true, null, Duration.ZERO)
                .diskFreeGib())
        .isNull();
    assertThat(MachineFacts.of(engineIn(here), false, null, Duration.ZERO).diskFreeGib()).isNull();
    assertThat(MachineFacts.of(engineIn(null), true, null, Duration.ZERO).diskFreeGib()).isNull();
  }

  private static EngineJson.Info engineIn(@Nullable Path root) {
    return new EngineJson.Info(
        null,
        null,
        "x86_64",
        1,
        1 << 30,
        root == null ? null : root.toString(),
        null,
        null,
        null,
        null,
        null);
  }
}
