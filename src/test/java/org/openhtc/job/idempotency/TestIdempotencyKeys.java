package org.openhtc.job.idempotency;

import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the keys of a service with another setting, for tests of other packages. */
public final class TestIdempotencyKeys {
  private TestIdempotencyKeys() {}

  public static IdempotencyKeys kept(Duration keep, JdbcClient jdbc, Clock clock) {
    IdempotencySettings settings = new IdempotencySettings(keep, Duration.ofHours(1));
    return new IdempotencyKeys(new IdempotencyKeyStore(jdbc, settings), settings, clock);
  }
}
