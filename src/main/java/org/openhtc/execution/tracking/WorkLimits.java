package org.openhtc.execution.tracking;

import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Bounds the work in progress on all hosts of the process, and with it memory and connections. Each
 * kind has its own bound, so that slow work of one kind can't stop another.
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

  final Semaphore launches = new Semaphore(LAUNCHES, true);
  final Semaphore preparations = new Semaphore(PREPARATIONS, true);
  final Semaphore ends = new Semaphore(ENDS, true);
  final Semaphore steps = new Semaphore(STEPS, true);
  final Semaphore measurements = new Semaphore(MEASUREMENTS, true);
}
