package org.openhtc.job;

/** An event of a single job; {@code JobTransitions} defines its effect on the job's status. */
public sealed interface JobEvent {

  /** The container's process runs. */
  record ContainerStarted() implements JobEvent {}

  /**
   * The container exited without being stopped.
   *
   * @param outOfMemory one of its processes was killed because of the memory limit
   */
  record Exited(int exitCode, boolean outOfMemory) implements JobEvent {}

  /** The container can't be started, and another attempt would fail in the same way. */
  record LaunchFailed(String reason) implements JobEvent {
    public LaunchFailed {
      reason = storable(reason);
    }
  }

  /** Stopped because it exceeded its execution time. */
  record TimedOut(int exitCode) implements JobEvent {}

  /** Stopped because it wrote more than its disk limit. */
  record DiskExceeded(int exitCode, long usedBytes) implements JobEvent {}

  /**
   * Lost for a cause outside the job: its host was lost, its container was removed, or the engine
   * restarted.
   */
  record Faulted(String reason) implements JobEvent {
    public Faulted {
      reason = storable(reason);
    }
  }

  /**
   * Given back by its host before its container started. No attempt was lost, so no retry is used,
   * however often it happens. Only the holder of the host's lease knows that the container never
   * started, so only its agent reports this.
   */
  record Returned(String reason) implements JobEvent {
    public Returned {
      reason = storable(reason);
    }
  }

  /** No host was available to the job for longer than the grace time. */
  record ProviderDown(FailureCode code, String reason) implements JobEvent {}

  /** A user requested its end, and it has ended or had never started. */
  record Cancelled() implements JobEvent {}

  /**
   * PostgreSQL can't store the character NUL, which an engine's error may contain. Without this
   * replacement the report would fail each time that it is repeated.
   */
  private static String storable(String reason) {
    return reason.replace('\0', '\uFFFD');
  }
}
