package org.openhtc.lease;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Leases in memory, which expire when the test decides. */
public final class FakeLeases implements Leases {
  private record Row(Lease lease, boolean isExpired) {}

  private final Map<String, Row> rows;
  private final String holder = UUID.randomUUID().toString();

  public FakeLeases() {
    this(new HashMap<>());
  }

  private FakeLeases(Map<String, Row> rows) {
    this.rows = rows;
  }

  /** The identity of an installation without a database. */
  public static Installation installation(String id) {
    return new Installation(id);
  }

  /** The same leases, as another process uses them. */
  public FakeLeases ofAnotherProcess() {
    return new FakeLeases(rows);
  }

  public void expire(String scope) {
    rows.computeIfPresent(scope, (key, row) -> new Row(row.lease, true));
  }

  /** Ends all leases of this process, as its orderly end does. */
  public void release() {
    rows.replaceAll(
        (scope, row) -> row.lease.holder().equals(holder) ? new Row(row.lease, true) : row);
  }

  @Override
  public Optional<Lease> hold(String scope) {
    Row row = rows.get(scope);
    if (row != null && !row.isExpired && !row.lease.holder().equals(holder)) {
      return Optional.empty();
    }
    Lease lease = new Lease(scope, holder, row == null ? 1 : nextEpoch(row.lease));
    rows.put(scope, new Row(lease, false));
    return Optional.of(lease);
  }

  private long nextEpoch(Lease last) {
    return last.holder().equals(holder) ? last.epoch() : last.epoch() + 1;
  }

  @Override
  public void decline(Lease lease) {
    release(lease);
  }

  @Override
  public void release(Lease lease) {
    if (isCurrent(lease)) {
      expire(lease.scope());
    }
  }

  @Override
  public boolean isCurrent(Lease lease) {
    return lease.holder().equals(holder) && isHeld(lease);
  }

  /** Never: nothing is spread. */
  @Override
  public boolean isExcess(Lease lease) {
    return false;
  }

  @Override
  public boolean isHeld(Lease lease) {
    return new Row(lease, false).equals(rows.get(lease.scope()));
  }
}
