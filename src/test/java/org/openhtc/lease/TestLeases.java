package org.openhtc.lease;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the leases of one more process for tests of other packages. */
public final class TestLeases {
  private TestLeases() {}

  /** They last longer than any test. */
  public static Leases inDatabase(JdbcClient jdbc) {
    return new DatabaseLeases(jdbc, new LeaseSettings(Duration.ofHours(1)));
  }

  /** Lets the lease end now. */
  public static void expire(JdbcClient jdbc, String scope) {
    jdbc.sql("update lease set expires_at = now() - interval '1 second' where scope = :scope")
        .param("scope", scope)
        .update();
  }
}
