package org.openhtc.execution.tracking;

import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.engine.ContainerEngine;
import org.springframework.stereotype.Component;

/** Makes the tracking of hosts, with the limits that all hosts of the process share. */
@Component
public class HostTrackings {
  private final StartReports startReports;
  private final WorkLimits limits;
  private final ExecutionSettings settings;
  private final Clock clock;

  public HostTrackings(
      StartReports startReports, WorkLimits limits, ExecutionSettings settings, Clock clock) {
    this.startReports = startReports;
    this.limits = limits;
    this.settings = settings;
    this.clock = clock;
  }

  /** Makes the tracking of one host for each connection. */
  @FunctionalInterface
  public interface OfHost {
    /**
     * @param isLed whether this process still holds the lease of the host
     * @param unexpected called after a failure: the containers should be listed soon
     */
    HostTracking over(ContainerEngine engine, BooleanSupplier isLed, Runnable unexpected);
  }

  /**
   * @param background runs the workers
   */
  public OfHost of(String host, HostOperations operations, BackgroundWork background) {
    return (engine, isLed, unexpected) ->
        new HostTracking(
            host,
            operations,
            engine,
            isLed,
            unexpected,
            startReports,
            limits,
            background,
            settings.startDeadline(),
            clock);
  }
}
