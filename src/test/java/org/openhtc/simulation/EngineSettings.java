package org.openhtc.simulation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties of simulated engines; read when they start. Without changes an engine has 64
 * processors, 256 GiB, a TCP port, no delays, and programs that end at once with exit code 0.
 */
public final class EngineSettings {
  final Set<String> images;
  int vcpus = 64;
  long memoryMib = 256 << 10;
  Duration latency = Duration.ZERO;
  Duration startTime = Duration.ZERO;
  SimulatedProgram program = SimulatedProgram.exits(0);
  boolean quota;
  boolean recordsStarts = true;
  @Nullable Path socketDirectory;

  private EngineSettings(Set<String> images) {
    this.images = images;
  }

  /** Engines that hold these images at the start. */
  public static EngineSettings holding(String... images) {
    return new EngineSettings(Set.of(images));
  }

  /** Logical processors of each engine's machine. */
  public EngineSettings vcpus(int count) {
    vcpus = count;
    return this;
  }

  /** Memory of each engine's machine. */
  public EngineSettings memoryMib(long mib) {
    memoryMib = mib;
    return this;
  }

  /** How long a call takes, in addition to the real time of the simulation. */
  public EngineSettings latency(Duration ofCalls) {
    latency = ofCalls;
    return this;
  }

  /** How long the start of a container takes. */
  public EngineSettings startTime(Duration ofStart) {
    startTime = ofStart;
    return this;
  }

  /**
   * Of every job's command except {@code sleep N}, {@code print N} and those that a test defines.
   */
  public EngineSettings program(SimulatedProgram ofOthers) {
    program = ofOthers;
    return this;
  }

  /** The engines enforce disk limits. Without it they refuse them, and the service has to watch. */
  public EngineSettings withQuota() {
    quota = true;
    return this;
  }

  /** Saves memory: {@link SimulatedEngine#starts} is not available. */
  public EngineSettings withoutRecordOfStarts() {
    recordsStarts = false;
    return this;
  }

  /** Each engine has a Unix socket in this directory instead of a TCP port. */
  public EngineSettings socketsIn(Path directory) {
    socketDirectory = directory;
    return this;
  }
}
