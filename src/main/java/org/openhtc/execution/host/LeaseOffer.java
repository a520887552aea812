package org.openhtc.execution.host;

import org.openhtc.lease.Lease;
import org.openhtc.lease.Leases;

/**
 * Offers the lease of a host to other processes while this one can't reach the engine: another one
 * may have the route to it, or its certificates, or be on its machine.
 */
final class LeaseOffer {
  /** Long enough for the next pass of every other process. */
  private static final int PASSES = 3;

  private final HostConnection connection;
  private final Leases leases;
  private volatile boolean isDue;
  private int passesLeft;

  LeaseOffer(HostConnection connection, Leases leases) {
    this.connection = connection;
    this.leases = leases;
  }

  /** Called now and then, by any thread. */
  void check() {
    isDue = connection.unreachableSince().isPresent();
  }

  /** Called in every pass that can't reach the engine. */
  void offerIfDue(Lease lease) {
    if (isDue) {
      isDue = false;
      passesLeft = PASSES;
      connection.released();
      leases.decline(lease);
    }
  }

  /** Whether this pass is left to other processes. */
  boolean skipsPass() {
    if (passesLeft == 0) {
      return false;
    }
    passesLeft--;
    return true;
  }
}
