package org.openhtc.execution.attempt;

import java.time.Duration;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.fitness.HostFitness;
import org.openhtc.execution.fitness.HostFitness.Fault;
import org.openhtc.job.JobEvent;

/** Replaces the ends of jobs for which their host is at fault. */
public record FaultFinder(String host, HostFitness fitness) {

  /**
   * The event to be reported: a fault instead of a failure that the host has caused.
   *
   * @param ranFor how long the container ran; zero if it did not
   * @param hasStarted whether a container of the attempt was ever started
   * @throws EngineException.Unreachable if the engine does not respond: to be repeated later
   */
  JobEvent checked(ContainerEngine engine, JobEvent end, Duration ranFor, boolean hasStarted) {
    boolean isByHost = mayBeByHost(end, ranFor) && fitness.of(engine) == Fault.HOST;
    if (!isByHost) {
      return end;
    }
    return end instanceof JobEvent.LaunchFailed && !hasStarted
        ? new JobEvent.Returned("Host %s can't run containers".formatted(host))
        : new JobEvent.Faulted("Host %s ended its container at once".formatted(host));
  }

  private static boolean mayBeByHost(JobEvent end, Duration ranFor) {
    return switch (end) {
      case JobEvent.LaunchFailed failed -> true;
      case JobEvent.Exited exited ->
          exited.exitCode() != 0
              && !exited.outOfMemory()
              && ranFor.compareTo(HostFitness.AT_ONCE) < 0;
      case JobEvent.ContainerStarted other -> false;
      case JobEvent.TimedOut other -> false;
      case JobEvent.DiskExceeded other -> false;
      case JobEvent.Faulted other -> false;
      case JobEvent.Returned other -> false;
      case JobEvent.ProviderDown other -> false;
      case JobEvent.Cancelled other -> false;
    };
  }

  /** The end was reported. */
  void reported(ContainerEngine engine, int exitCode, Duration ranFor) {
    if (exitCode == 0) {
      fitness.succeeded(engine, ranFor);
    }
  }
}
