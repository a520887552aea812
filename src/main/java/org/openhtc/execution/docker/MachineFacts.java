package org.openhtc.execution.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.ImageFacts;
import org.openhtc.execution.firewall.DiskSpace;
import org.openhtc.region.Architecture;

/** Converts an engine's description of its machine and its images. */
final class MachineFacts {
  private static final Path SIBLINGS_ACTIVE = Path.of("/sys/devices/system/cpu/smt/active");

  private MachineFacts() {}

  /**
   * @param local whether the engine runs on this machine
   * @param disk as found from within the host some time ago; null if it is not known
   */
  static EngineFacts of(
      EngineJson.Info info, boolean local, @Nullable DiskSpace disk, Duration clockSkew) {
    return new EngineFacts(
        Objects.requireNonNullElse(info.id(), ""),
        Objects.requireNonNullElse(info.serverVersion(), ""),
        architecture(info.architecture()),
        info.vcpus(),
        info.memoryBytes() >> 20,
        freeGib(local ? freeGib(info.rootDirectory()) : null, disk),
        local ? hyperthreading() : null,
        clockSkew,
        List.of(),
        EngineWeaknesses.ignoredLimits(info),
        EngineWeaknesses.oldRuntime(info).orElse(null));
  }

  /** Known on Linux only. */
  private static @Nullable Boolean hyperthreading() {
    try {
      return Files.readString(SIBLINGS_ACTIVE).strip().equals("1");
    } catch (IOException unknown) {
      return null;
    }
  }

  static ImageFacts of(InspectImageResponse image) {
    return new ImageFacts(
        Objects.requireNonNullElse(image.getId(), ""),
        architecture(image.getArch()),
        Objects.requireNonNullElse(image.getSize(), 0L));
  }

  private static Architecture architecture(@Nullable String name) {
    return switch (name) {
      case "x86_64", "amd64" -> Architecture.X86;
      case "aarch64", "arm64" -> Architecture.AARCH64;
      case null, default ->
          throw new EngineException.Refused("architecture '%s' is not supported".formatted(name));
    };
  }

  /** None is free for jobs if there are few inodes. */
  private static @Nullable Long freeGib(@Nullable Long measuredHere, @Nullable DiskSpace disk) {
    if (disk == null) {
      return measuredHere;
    }
    if (disk.fewInodes()) {
      return 0L;
    }
    return measuredHere == null ? disk.freeGib() : measuredHere;
  }

  /** Null if the directory can't be accessed: its total space is then 0. */
  private static @Nullable Long freeGib(@Nullable String directory) {
    Long bytes = directory == null ? null : freeBytes(directory);
    return bytes == null ? null : bytes >> 30;
  }

  static @Nullable Long freeBytes(String directory) {
    File root = new File(directory);
    return root.getTotalSpace() == 0 ? null : root.getUsableSpace();
  }
}
