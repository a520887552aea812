package org.openhtc.job;

/** What can happen to one job; {@code JobTransitions} says what becomes of it. */
public sealed interface JobEvent {

  /** A host was chosen and its room taken. */
  record Placed(String host) implements JobEvent {}

  /** The container's process runs. */
  record ContainerStarted() implements JobEvent {}

  /**
   * The container ended by itself.
   *
   * @param outOfMemory a process of it was killed by the memory limit
   */
  record Exited(int exitCode, boolean outOfMemory) implements JobEvent {}

  /** The container can't be started, and trying the same again would not help. */
  record LaunchFailed(String words) implements JobEvent {}

  /** Stopped because its execution time was over. */
  record TimedOut(int exitCode) implements JobEvent {}

  /** Stopped because it wrote more than its disk limit. */
  record DiskExceeded(int exitCode, long usedBytes) implements JobEvent {}

  /** Lost through no fault of its own: host gone, container vanished, engine restarted. */
  record Faulted(String words) implements JobEvent {}

  /** No host could have taken it for longer than the grace time. */
  record ProviderDown(FailureCode code, String words) implements JobEvent {}

  /** A user asked for its end and it has ended (or never started). */
  record Cancelled() implements JobEvent {}
}
