package org.openhtc.execution.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine describes it.
 *
 * @param startedAt null before the first start; set too when a start was refused late
 * @param finishedAt null until it ended
 * @param exitCode meaningful in {@link Phase#EXITED} and after a refused start; else 0
 * @param outOfMemory a process of it was killed by its memory limit; known only after the end
 * @param error the engine's words about a failed start; empty when there is none
 */
public record ContainerState(
    String id,
    String name,
    Map<String, String> labels,
    Phase phase,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    int exitCode,
    boolean outOfMemory,
    String error) {

  /** How far a container got. */
  public enum Phase {
    /** Exists; a start was never asked for or was refused (then {@code exitCode} is not 0). */
    CREATED,
    RUNNING,
    EXITED
  }

  /** Zero until it ended. */
  public Duration ranFor() {
    // An engine may note an end some milliseconds before the start of a very short job.
    return startedAt == null || finishedAt == null
        ? Duration.ZERO
        : Duration.between(startedAt, finishedAt);
  }

  public ContainerState withOutOfMemory() {
    return new ContainerState(
        id, name, labels, phase, startedAt, finishedAt, exitCode, true, error);
  }

  /** The same container, whose command turned out not to have been started for these words. */
  public ContainerState neverStarted(String words) {
    return new ContainerState(
        id, name, labels, Phase.CREATED, startedAt, null, exitCode, false, words);
  }
}
