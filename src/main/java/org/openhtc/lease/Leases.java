package org.openhtc.lease;

import java.util.Optional;

/** The leases that processes share. Each process is one holder. */
public interface Leases {

  /**
   * The lease, if this process holds it or can take it now; empty while another process holds it. A
   * held lease is renewed in the background while this is called at least every 30 durations of a
   * lease.
   */
  Optional<Lease> hold(String scope);

  /**
   * Lets other processes take the lease at once. This process takes it again only if it stays free
   * for some seconds, or if no other process runs.
   */
  void release(Lease lease);

  /**
   * Like {@link #release}, of a lease that this process can't use. For an hour it takes the lease
   * only after all other processes had the opportunity.
   */
  void decline(Lease lease);

  /**
   * Whether the lease is held, as far as this process knows without reading the database. False
   * from shortly before its expiry, unless it was renewed. To be checked before each action on a
   * host that would be wrong beside another holder.
   */
  boolean isCurrent(Lease lease);

  /**
   * Whether another process should lead the scope, because this one leads more of its kind than its
   * share. The holder then ends its work and calls {@link #release}. Only scopes of the form {@code
   * kind:name} have a kind.
   */
  boolean isExcess(Lease lease);

  /**
   * Whether the lease is held still. Must be called in the transaction that relies on it: no other
   * process can take the lease before that ends.
   */
  boolean isHeld(Lease lease);
}
