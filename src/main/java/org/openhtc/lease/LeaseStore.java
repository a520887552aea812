package org.openhtc.lease;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads and writes the leases of one holder, many at a time. They expire by the clock of the
 * database, so processes need not agree on the time. No statement waits for a lock of a transaction
 * that relies on a lease.
 */
final class LeaseStore {
  /** Registered processes first, each without a scope. */
  private static final String OTHERS =
      """
      select null as scope, holder from lease_holder
      where holder <> :holder and expires_at >= now()
      union all
      select scope, holder from lease where holder <> :holder and expires_at >= now()
      """;

  private record Held(@Nullable String scope, String holder) {}

  /** Also removes the rows of processes that were killed long ago. */
  private static final String REGISTER =
      """
      with ended as (
        delete from lease_holder
        where holder <> :holder and expires_at < now() - interval '1 hour'
      )
      insert into lease_holder (holder, expires_at)
      values (:holder, now() + :millis * interval '1 millisecond')
      on conflict (holder) do update set expires_at = excluded.expires_at
      """;

  /** The epoch of a row that has the holder already stays: no other process held it between. */
  private static final String TAKE =
      """
      with free as materialized (
        select scope from lease
        where scope = any(:scopes) and (holder = :holder or expires_at < now())
        for update skip locked
      ), taken as (
        update lease
        set epoch = case when holder = :holder then epoch else epoch + 1 end,
            holder = :holder, expires_at = now() + :millis * interval '1 millisecond'
        where scope in (select scope from free)
        returning scope, epoch
      ), added as (
        insert into lease (scope, holder, epoch, expires_at)
        select wanted, :holder, 1, now() + :millis * interval '1 millisecond'
        from unnest(:scopes) as wanted
        where not exists (select from lease where scope = wanted)
        order by wanted
        on conflict do nothing
        returning scope, epoch
      )
      select scope, epoch from taken union all select scope, epoch from added
      """;

  /** A lease that was released meanwhile stays free. */
  private static final String RENEW =
      """
      update lease set expires_at = now() + :millis * interval '1 millisecond'
      from unnest(:scopes, :epochs) as held (scope, epoch)
      where lease.scope = held.scope and lease.epoch = held.epoch and lease.holder = :holder
        and lease.expires_at <> '-infinity' -- released while this statement was prepared
      returning lease.scope
      """;

  /** The rows stay, because an epoch must never be used again. */
  private static final String RELEASE =
      """
      with ended as (delete from lease_holder where holder = :holder)
      update lease set expires_at = '-infinity' where holder = :holder
      """;

  private static final String RELEASE_ONE =
      """
      update lease set expires_at = '-infinity'
      where scope = :scope and holder = :holder and epoch = :epoch
      """;

  private final JdbcClient jdbc;
  private final HolderName holder;
  private final long millis;

  /**
   * @param jdbc waits only a short time for a connection or a result
   */
  LeaseStore(JdbcClient jdbc, HolderName holder, LeaseSettings settings) {
    this.jdbc = jdbc;
    this.holder = holder;
    this.millis = settings.duration().toMillis();
  }

  /** This process runs, until the duration of a lease has passed. */
  void register() {
    jdbc.sql(REGISTER).param("holder", holder.stored()).param("millis", millis).update();
  }

  /** The other processes. Releases the leases of those that have ended here. */
  OtherProcesses others() {
    List<Held> rows =
        jdbc.sql(OTHERS)
            .param("holder", holder.stored())
            .query((row, n) -> new Held(row.getString("scope"), row.getString("holder")))
            .list();
    Set<String> ended =
        rows.stream()
            .map(Held::holder)
            .distinct()
            .filter(other -> holder.knowsEndOf(HolderName.parse(other)))
            .collect(Collectors.toSet());
    ended.forEach(this::release);
    return others(rows.stream().filter(row -> !ended.contains(row.holder)).toList());
  }

  private static OtherProcesses others(List<Held> rows) {
    Map<String, Set<String>> registered = new HashMap<>();
    Set<String> scopes = new HashSet<>();
    for (Held row : rows) {
      if (row.scope == null) {
        registered.put(row.holder, new HashSet<>());
      } else {
        scopes.add(row.scope);
        registered.computeIfPresent(
            row.holder,
            (holder, held) -> {
              held.add(row.scope);
              return held;
            });
      }
    }
    return new OtherProcesses(registered, scopes);
  }

  /** Takes those of the leases that are free; returns them. */
  List<Lease> take(Collection<String> scopes) {
    return jdbc.sql(TAKE)
        .param("scopes", SqlArrays.texts(scopes))
        .param("holder", holder.stored())
        .param("millis", millis)
        .query((row, n) -> new Lease(row.getString("scope"), holder.stored(), row.getLong("epoch")))
        .list();
  }

  /** Renews those of the leases that no other process has taken; returns their scopes. */
  Set<String> renew(Collection<Lease> leases) {
    return jdbc.sql(RENEW)
        .param("scopes", SqlArrays.texts(leases, Lease::scope))
        .param("epochs", leases.stream().map(Lease::epoch).toArray(Long[]::new))
        .param("holder", holder.stored())
        .param("millis", millis)
        .query((row, n) -> row.getString("scope"))
        .set();
  }

  /** Frees all leases of this holder, which ends. */
  void release() {
    release(holder.stored());
  }

  /** Frees one lease of this holder, unless another one has taken it. */
  void release(Lease lease) {
    jdbc.sql(RELEASE_ONE)
        .param("scope", lease.scope())
        .param("holder", lease.holder())
        .param("epoch", lease.epoch())
        .update();
  }

  private void release(String ofHolder) {
    jdbc.sql(RELEASE).param("holder", ofHolder).update();
  }
}
