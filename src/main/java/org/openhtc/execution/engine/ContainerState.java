package org.openhtc.execution.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine describes it.
 *
 * @param startedAt null before the first start; may be set after a failed start too
 * @param finishedAt null until the container has ended; set for a {@link Phase#CREATED} one whose
 *     engine knows its end but forgot its start
 * @param exitCode of an {@link Phase#EXITED} container or of a failed start; else 0
 * @param outOfMemory a process was killed by the memory limit; known only after the end
 * @param error the engine's message about a failed start; of a {@link Phase#STARTING} container,
 *     why it does not run yet; of an {@link Phase#EXITED} one, why its engine ended it although
 *     neither the job nor OpenHTC was the cause, such as the loss of a node; empty if there is none
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

  /** How far a container has come. */
  public enum Phase {
    /**
     * Never started, or its start failed (then {@code exitCode} is not 0), or was forgotten (then
     * {@code finishedAt} may be set).
     */
    CREATED,
    /**
     * The engine has accepted the start and chooses a machine, or pulls the image. Engines of one
     * machine start a container within the call, so theirs are never in this phase.
     */
    STARTING,
    RUNNING,
    EXITED
  }

  /** Zero until the container has ended. */
  public Duration ranFor() {
    // An engine may record the end of a very short job some milliseconds before its start.
    return startedAt == null || finishedAt == null
        ? Duration.ZERO
        : Duration.between(startedAt, finishedAt);
  }

  /** The same state with {@code outOfMemory} set. */
  public ContainerState withOutOfMemory() {
    return new ContainerState(
        id, name, labels, phase, startedAt, finishedAt, exitCode, true, error);
  }

  /**
   * The same state by another clock.
   *
   * @param skew how far the clock of the present times is ahead of the other one
   */
  public ContainerState shifted(Duration skew) {
    return new ContainerState(
        id,
        name,
        labels,
        phase,
        startedAt == null ? null : startedAt.minus(skew),
        finishedAt == null ? null : finishedAt.minus(skew),
        exitCode,
        outOfMemory,
        error);
  }

  /** The state of a container whose command was not started, with the reason. */
  public ContainerState neverStarted(String reason) {
    return new ContainerState(
        id, name, labels, Phase.CREATED, startedAt, null, exitCode, false, reason);
  }
}
