package org.openhtc.registry;

import java.sql.Timestamp;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The installation's one key for registry tokens; made at the first question. */
@Repository
class RegistryKeys {
  private static final String READ = "SELECT certificate, private_key FROM registry_key";

  /** Of replicas that start together, one wins; all of them read its key afterwards. */
  private static final String OFFER =
      """
      INSERT INTO registry_key (certificate, private_key, created_at)
      VALUES (:certificate, :privateKey, :now) ON CONFLICT DO NOTHING
      """;

  private final JdbcClient jdbc;
  private final Clock clock;
  private volatile @Nullable RegistryKey known;

  RegistryKeys(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  RegistryKey signing() {
    RegistryKey key = known;
    if (key == null) {
      key = read();
      known = key;
    }
    return key;
  }

  private RegistryKey read() {
    return jdbc.sql(READ)
        .query((row, n) -> RegistryKey.of(row.getBytes(1), row.getBytes(2)))
        .optional()
        .orElseGet(this::offer);
  }

  private RegistryKey offer() {
    RegistryKey key = SelfSignedCertificate.generate(clock.instant());
    jdbc.sql(OFFER)
        .param("certificate", key.certificate())
        .param("privateKey", key.privateKey().getEncoded())
        .param("now", Timestamp.from(clock.instant()))
        .update();
    return jdbc.sql(READ)
        .query((row, n) -> RegistryKey.of(row.getBytes(1), row.getBytes(2)))
        .single();
  }
}
