package org.openhtc.execution.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.execution.engine.ContainerUsage;

class CgroupUsageTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"system.slice/docker-%s.scope", "docker/%s"})
  void peakMemoryAndCpuTimeAreRead(String place) throws IOException {
    Path group = group(place);
    Files.writeString(group.resolve("memory.peak"), "73400320\n");
    assertThat(new CgroupUsage(root).of(ID))
        .hasValue(new ContainerUsage(73_400_320L, Duration.ofMillis(1500)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"system.slice/docker-%s.scope", "docker/%s"})
  void groupsOfTheFirstVersionAreRead(String place) throws IOException {
    Path memory = Files.createDirectories(root.resolve("memory").resolve(place.formatted(ID)));
    Path cpu = Files.createDirectories(root.resolve("cpuacct").resolve(place.formatted(ID)));
    Files.writeString(memory.resolve("memory.max_usage_in_bytes"), "73400320\n");
    Files.writeString(cpu.resolve("cpuacct.usage"), "1500000000\n");
    assertThat(new CgroupUsage(root).of(ID))
        .hasValue(new ContainerUsage(73_400_320L, Duration.ofMillis(1500)));
  }

  @Test
  void peakMemoryIsUnknownOnAnOldKernel() throws IOException {
    group("docker/%s");
    assertThat(new CgroupUsage(root).of(ID))
        .hasValue(new ContainerUsage(null, Duration.ofMillis(1500)));
  }

  @Test
  void containerWithoutGroupHasNoUsage() {
    assertThat(new CgroupUsage(root).of(ID)).isEmpty();
  }

  private Path group(String place) throws IOException {
    Path group = Files.createDirectories(root.resolve(place.formatted(ID)));
    Files.writeString(
        group.resolve("cpu.stat"), "usage_usec 1500000\nuser_usec 900000\nsystem_usec 600000\n");
    return group;
  }
}
