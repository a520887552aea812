package org.openhtc.registry.token;

import java.sql.Timestamp;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores the installation's only key for registry tokens, which is created at its first use. */
@Repository
public class RegistryKeyStore {
  private static final String READ = "SELECT certificate, private_key FROM registry_key";

  /**
   * Of processes that start at the same time, one inserts its key and all of them read that one.
   */
  private static final String CREATE =
      """
      INSERT INTO registry_key (certificate, private_key, created_at)
      VALUES (:certificate, :privateKey, :now) ON CONFLICT DO NOTHING
      """;

  private final JdbcClient jdbc;
  private final Clock clock;
  private volatile @Nullable RegistryKey cached;

  RegistryKeyStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The key of the installation. */
  public RegistryKey signingKey() {
    RegistryKey key = cached;
    if (key == null) {
      key = readOrCreate();
      cached = key;
    }
    return key;
  }

  private RegistryKey readOrCreate() {
    return jdbc.sql(READ)
        .query((row, n) -> RegistryKey.of(row.getBytes(1), row.getBytes(2)))
        .optional()
        .orElseGet(this::create);
  }

  private RegistryKey create() {
    RegistryKey key = SelfSignedCertificate.generate(clock.instant());
    jdbc.sql(CREATE)
        .param("certificate", key.certificate())
        .param("privateKey", key.privateKey().getEncoded())
        .param("now", Timestamp.from(clock.instant()))
        .update();
    return jdbc.sql(READ)
        .query((row, n) -> RegistryKey.of(row.getBytes(1), row.getBytes(2)))
        .single();
  }
}
