package org.openhtc.lease;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Leases in the database. A thread of its own, on connections of its own, renews all leases of this
 * process with one statement every quarter of their duration. So a lease is held for as long as the
 * process and the database respond, regardless of how long the work takes that relies on it.
 */
final class RenewedLeases implements Leases, SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(RenewedLeases.class);

  /** Shortest time between two renewals. */
  static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);

  /**
   * The lock excludes a change of the epoch, which is a key column, until the transaction ends. It
   * does not exclude a renewal, which changes no key column.
   */
  private static final String STILL_HELD =
      """
      select true from lease
      where scope = :scope and holder = :holder and epoch = :epoch and expires_at > now()
      for key share
      """;

  private final LeaseStore store;
  private final JdbcClient callers;
  private final LongSupplier nanoTime;
  private final HeldLeases held;
  private final FairShare share;
  private final LeaseTaking taking;
  private final WakeableLoop loop;

  /**
   * @param own connections that only leases use
   * @param callers takes part in the transactions of the callers
   * @param holder differs from those of all other processes
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  RenewedLeases(
      JdbcClient own,
      JdbcClient callers,
      HolderName holder,
      LeaseSettings settings,
      LongSupplier nanoTime) {
    Duration duration = settings.duration();
    this.store = new LeaseStore(own, holder, settings);
    this.callers = callers;
    this.nanoTime = nanoTime;
    this.held = new HeldLeases(duration, nanoTime);
    this.share = new FairShare(held, nanoTime);
    this.taking = new LeaseTaking(store, held, share, duration, nanoTime);
    this.loop =
        WakeableLoop.onPlatformThread(
            "leases", SHORTEST_PAUSE, settings.renewalInterval().minus(SHORTEST_PAUSE));
  }

  @Override
  public Optional<Lease> hold(String scope) {
    Optional<Lease> lease = held.use(scope);
    if (lease.isPresent()) {
      return lease;
    }
    taking.take(scope);
    return held.use(scope);
  }

  @Override
  public void release(Lease lease) {
    held.remove(lease);
    share.released(lease.scope());
    store.release(lease);
  }

  @Override
  public void decline(Lease lease) {
    held.remove(lease);
    share.declined(lease.scope());
    store.release(lease);
  }

  @Override
  public boolean isCurrent(Lease lease) {
    return held.isCurrent(lease);
  }

  @Override
  public boolean isHeld(Lease lease) {
    boolean isHeld =
        callers
            .sql(STILL_HELD)
            .param("scope", lease.scope())
            .param("holder", lease.holder())
            .param("epoch", lease.epoch())
            .query(Boolean.class)
            .optional()
            .orElse(false);
    if (!isHeld) {
      held.remove(lease);
    }
    return isHeld;
  }

  @Override
  public boolean isExcess(Lease lease) {
    return share.isExcess(lease.scope(), taking.others());
  }

  /** The registration expires before the leases, so that others know their share when they do. */
  private void pass() {
    try {
      store.register();
    } catch (DataAccessException e) {
      log.debug("This process could not be registered; trying again", e);
    }
    renew();
    try {
      taking.refresh();
    } catch (DataAccessException e) {
      log.debug("The other processes could not be read; trying again", e);
    }
  }

  /** One renewal of all leases. After a failure the next one follows soon. */
  void renew() {
    List<Lease> leases = held.inUse();
    if (leases.isEmpty()) {
      return;
    }
    long sentAt = nanoTime.getAsLong();
    try {
      held.update(leases, store.renew(leases), sentAt);
    } catch (DataAccessException e) {
      log.warn("{} leases could not be renewed; trying again: {}", leases.size(), e.toString());
      loop.wake();
    }
  }

  @Override
  public void start() {
    taking.open();
    loop.start(this::pass);
  }

  /** Lets the next holder start at once, without waiting until the leases expire. */
  @Override
  public void stop() {
    loop.stop();
    release();
  }

  void release() {
    taking.close();
    held.clear();
    store.release();
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  /** Starts before everything that needs a lease, and stops after it. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }
}
