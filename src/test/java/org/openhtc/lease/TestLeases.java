package org.openhtc.lease;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the leases of one more process for tests of other packages. */
public final class TestLeases {
  /** Longer than any test. */
  static final Duration DURATION = Duration.ofHours(1);

  private TestLeases() {}

  /** They last longer than any test. */
  public static Leases inDatabase(JdbcClient jdbc) {
    return inDatabase(jdbc, System::nanoTime);
  }

  static RenewedLeases inDatabase(JdbcClient jdbc, LongSupplier nanoTime) {
    return inDatabase(jdbc, HolderName.ofThisProcess(), nanoTime);
  }

  static RenewedLeases inDatabase(JdbcClient jdbc, HolderName holder, LongSupplier nanoTime) {
    return new RenewedLeases(jdbc, jdbc, holder, new LeaseSettings(DURATION), nanoTime);
  }

  /** Lets the lease end now. */
  public static void expire(JdbcClient jdbc, String scope) {
    jdbc.sql("update lease set expires_at = now() - interval '1 second' where scope = :scope")
        .param("scope", scope)
        .update();
  }
}
