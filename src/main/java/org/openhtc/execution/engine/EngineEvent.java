package org.openhtc.execution.engine;

import java.time.Instant;
import java.util.Map;
import org.openhtc.execution.ContainerLabels;

/** An event of an engine about a container of OpenHTC. */
public sealed interface EngineEvent {
  String containerId();

  /** The container's labels; see {@link ContainerLabels}. */
  Map<String, String> labels();

  /**
   * The container's main process started.
   *
   * @param at by the engine's clock
   */
  record Started(String containerId, Map<String, String> labels, Instant at)
      implements EngineEvent {}

  /**
   * The container's main process ended.
   *
   * @param exitCode {@link #UNKNOWN_EXIT_CODE} may mean that the engine did not observe the end
   * @param at by the engine's clock
   */
  record Ended(String containerId, Map<String, String> labels, int exitCode, Instant at)
      implements EngineEvent {
    /** What containerd reports for an end that it did not observe; a reason to inspect. */
    public static final int UNKNOWN_EXIT_CODE = 255;
  }

  /** A process of the container was killed by its memory limit; the container may still run. */
  record OutOfMemory(String containerId, Map<String, String> labels) implements EngineEvent {}

  /**
   * The engine sent the container's main process a signal to end: at a request, or because it shuts
   * down. Engines that don't report that have none of these events.
   */
  record Signalled(String containerId, Map<String, String> labels) implements EngineEvent {}

  /** The container was removed, by OpenHTC or by another program. */
  record Removed(String containerId, Map<String, String> labels) implements EngineEvent {}
}
