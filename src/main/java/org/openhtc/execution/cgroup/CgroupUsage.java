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
 * Reads the usage of a container from its control groups, which costs the engine nothing. They
 * exist only while the container runs.
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
        .map(place -> place.formatted(id))
        .flatMap(place -> Stream.of(version2(place), version1(place)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** One hierarchy of groups for all kinds of use. */
  private Optional<ContainerUsage> version2(String place) {
    Path group = root.resolve(place);
    if (!Files.exists(group.resolve("cpu.stat"))) {
      return Optional.empty();
    }
    // The file with the peak exists from Linux 5.19.
    return usage(number(group.resolve("memory.peak")), cpuTime(group.resolve("cpu.stat")));
  }

  /** A hierarchy of groups for each kind of use. */
  private Optional<ContainerUsage> version1(String place) {
    Path memory = root.resolve("memory").resolve(place);
    if (!Files.exists(memory)) {
      return Optional.empty();
    }
    Long nanos = number(root.resolve("cpuacct").resolve(place).resolve("cpuacct.usage"));
    return usage(
        number(memory.resolve("memory.max_usage_in_bytes")),
        nanos == null ? null : Duration.ofNanos(nanos));
  }

  /** Empty if the group was removed meanwhile. */
  private static Optional<ContainerUsage> usage(@Nullable Long bytes, @Nullable Duration cpuTime) {
    return bytes == null && cpuTime == null
        ? Optional.empty()
        : Optional.of(new ContainerUsage(bytes, cpuTime));
  }

  private static @Nullable Long number(Path file) {
    try {
      return Long.valueOf(Files.readString(file).strip());
    } catch (IOException | NumberFormatException unknown) {
      return null;
    }
  }

  private static @Nullable Duration cpuTime(Path file) {
    try {
      return Files.readString(file)
          .lines()
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
