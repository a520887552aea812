package org.openhtc.lease;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Does work portion by portion, in one process of the installation at a time. Before each portion
 * the lease is renewed. Portions must tolerate two processes that do them at the same time: a
 * holder that was paused may resume in the middle of one. Stops like a {@link WakeableLoop}.
 */
public final class LeaderLoop extends LoopingComponent {
  private final String name;
  private final Leases leases;
  private final BooleanSupplier portion;

  /**
   * @param name of the lease
   * @param pause between a portion that left no work and the next one
   * @param portion does a bounded piece of work; true when there is more
   */
  public LeaderLoop(String name, Leases leases, Duration pause, BooleanSupplier portion) {
    super(new WakeableLoop(name, pause));
    this.name = name;
    this.leases = leases;
    this.portion = portion;
  }

  /** One portion, if this process holds the lease. */
  @Override
  protected void pass() {
    if (leases.hold(name).isPresent() && portion.getAsBoolean()) {
      wake();
    }
  }
}
