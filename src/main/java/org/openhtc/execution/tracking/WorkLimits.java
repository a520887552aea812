package org.openhtc.execution.tracking;

import org.springframework.stereotype.Component;

/**
 * Bounds the work in progress on all hosts of the process, and with it memory and connections. Each
 * kind has its own bound, so that slow work of one kind can't stop another, and a second one for
 * work that waits for an engine.
 */
@Component
public class WorkLimits {
  /** An engine takes about 0.3 s for a launch, so this permits about 800 launches per second. */
  private static final int LAUNCHES = 256;

  /** Each creates a container, at a tenth of the cost of its start. */
  private static final int PREPARATIONS = 128;

  /** Each holds a log in memory, and many share one transaction. */
  private static final int ENDS = 256;

  /** Most of them wait for an engine that stops a container. */
  private static final int STEPS = 512;

  /** The engine walks all files of the container. */
  private static final int MEASUREMENTS = 64;

  /**
   * For 64 hosts that do not respond; each piece of work costs a virtual thread and a connection.
   */
  private static final int SLOW = 4096;

  /** No more, because each holds a log in memory. */
  private static final int SLOW_ENDS = 256;

  final WorkPermits launches = new WorkPermits(LAUNCHES, SLOW);
  final WorkPermits preparations = new WorkPermits(PREPARATIONS, SLOW);
  final WorkPermits ends = new WorkPermits(ENDS, SLOW_ENDS);
  final WorkPermits steps = new WorkPermits(STEPS, SLOW);
  final WorkPermits measurements = new WorkPermits(MEASUREMENTS, SLOW);
}
