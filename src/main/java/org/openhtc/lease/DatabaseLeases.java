package org.openhtc.lease;

import jakarta.annotation.PreDestroy;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Leases in the database. They expire by its clock, so replicas need not agree on the time. */
@Service
class DatabaseLeases implements Leases {
  private static final String HOLD =
      """
      insert into lease (scope, holder, epoch, expires_at)
      values (:scope, :holder, 1, now() + :seconds * interval '1 second')
      on conflict (scope) do update
      set epoch = case when lease.holder = excluded.holder then lease.epoch else lease.epoch + 1 end,
          holder = excluded.holder, expires_at = excluded.expires_at
      where lease.holder = excluded.holder or lease.expires_at < now()
      returning epoch
      """;

  private static final String STILL_HELD =
      """
      select true from lease
      where scope = :scope and holder = :holder and epoch = :epoch and expires_at > now()
      for share
      """;

  private static final String RELEASE = "delete from lease where holder = :holder";

  private final JdbcClient jdbc;
  private final long seconds;
  private final String holder = UUID.randomUUID().toString();

  DatabaseLeases(JdbcClient jdbc, LeaseSettings settings) {
    this.jdbc = jdbc;
    this.seconds = settings.duration().toSeconds();
  }

  @Override
  public Optional<Lease> hold(String scope) {
    return jdbc.sql(HOLD)
        .param("scope", scope)
        .param("holder", holder)
        .param("seconds", seconds)
        .query(Long.class)
        .optional()
        .map(epoch -> new Lease(scope, holder, epoch));
  }

  @Override
  public boolean isCurrent(Lease lease) {
    return isHeld(lease);
  }

  @Override
  public boolean isHeld(Lease lease) {
    return jdbc.sql(STILL_HELD)
        .param("scope", lease.scope())
        .param("holder", lease.holder())
        .param("epoch", lease.epoch())
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /** Lets the next holder start at once, without waiting until the leases expire. */
  @PreDestroy
  void release() {
    jdbc.sql(RELEASE).param("holder", holder).update();
  }
}
