package org.openhtc.execution.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerUsage;

/**
 * Reads the usage of a container from its control group (version 2), which costs the engine
 * nothing. The group exists only while the container runs.
 *
 * @param root where the control groups are mounted
 */
public record CgroupUsage(Path root) {
  /** For the engine's two ways to create a group: through systemd, or by itself. */
  private static final List<String> PLACES = List.of("system.slice/docker-%s.scope", "docker/%s");

  /** The control groups of this machine. */
  public static CgroupUsage ofThisMachine() {
    return new CgroupUsage(Path.of("/sys/fs/cgroup"));
  }

  /**
   * Empty if no such group is found, because the container does not run, or runs elsewhere.
   *
   * @param id the engine's full id of the container
   */
  public Optional<ContainerUsage> of(String id) {
    return PLACES.stream()
        .map(place -> root.resolve(place.formatted(id)))
        .filter(group -> Files.exists(group.resolve("cpu.stat")))
        .findFirst()
        .map(CgroupUsage::read);
  }

  private static ContainerUsage read(Path group) {
    return new ContainerUsage(peakMemory(group), cpuTime(group));
  }

  /** Null before Linux 5.19, which introduced the file. */
  private static @Nullable Long peakMemory(Path group) {
    try {
      return Long.valueOf(Files.readString(group.resolve("memory.peak")).strip());
    } catch (IOException | NumberFormatException unknown) {
      return null;
    }
  }

  private static @Nullable Duration cpuTime(Path group) {
    try (Stream<String> lines = Files.lines(group.resolve("cpu.stat"))) {
      return lines
          .filter(line -> line.startsWith("usage_usec "))
          .map(line -> line.substring("usage_usec ".length()))
          .map(micros -> Duration.of(Long.parseLong(micros), ChronoUnit.MICROS))
          .findFirst()
          .orElse(null);
    } catch (IOException | NumberFormatException unknown) {
      return null;
    }
  }
}
