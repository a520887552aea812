package org.openhtc.execution;

/** Something that an engine told about a container of ours. */
public sealed interface EngineEvent {
  String containerId();

  /** The container's main process ended. */
  record Ended(String containerId) implements EngineEvent {}

  /** A process of the container was killed by its memory limit; the container may go on. */
  record OutOfMemory(String containerId) implements EngineEvent {}

  /** The container was removed, by us or by somebody else. */
  record Removed(String containerId) implements EngineEvent {}
}
