package org.openhtc.lease;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.springframework.context.SmartLifecycle;

/**
 * Does work portion by portion, in one process of the installation at a time. Before each portion
 * the lease is renewed. Portions must tolerate two processes that do them at the same time: a
 * holder that was paused may resume in the middle of one. Stops like a {@link WakeableLoop}.
 */
public final class LeaderLoop implements SmartLifecycle {
  private final String name;
  private final Leases leases;
  private final BooleanSupplier portion;
  private final WakeableLoop loop;

  /**
   * @param name of the lease
   * @param pause between a portion that left no work and the next one
   * @param portion does a bounded piece of work; true when there is more
   */
  public LeaderLoop(String name, Leases leases, Duration pause, BooleanSupplier portion) {
    this.name = name;
    this.leases = leases;
    this.portion = portion;
    this.loop = new WakeableLoop(name, pause);
  }

  @Override
  public void start() {
    loop.start(this::pass);
  }

  @Override
  public void stop() {
    loop.stop();
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  /** One portion, if this process holds the lease. */
  void pass() {
    if (leases.hold(name).isPresent() && portion.getAsBoolean()) {
      loop.wake();
    }
  }
}
