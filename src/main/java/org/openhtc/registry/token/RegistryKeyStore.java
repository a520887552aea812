package org.openhtc.registry.token;

import java.sql.Timestamp;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.openhtc.encryption.KeyEncryption;
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

  private static final String ENCRYPT = "UPDATE registry_key SET private_key = :privateKey";

  /** Of the key, for its encryption. */
  private static final String NAME = "registry_key";

  private final JdbcClient jdbc;
  private final KeyEncryption encryption;
  private final Clock clock;
  private volatile @Nullable RegistryKey cached;

  RegistryKeyStore(JdbcClient jdbc, KeyEncryption encryption, Clock clock) {
    this.jdbc = jdbc;
    this.encryption = encryption;
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
        .query((row, n) -> stored(row.getBytes(1), row.getBytes(2)))
        .optional()
        .orElseGet(this::create);
  }

  private RegistryKey stored(byte[] certificate, byte[] privateKey) {
    if (encryption.isDue(privateKey)) {
      jdbc.sql(ENCRYPT).param("privateKey", encryption.encrypt(NAME, privateKey)).update();
    }
    return RegistryKey.of(
        certificate,
        encryption
            .decrypt(NAME, privateKey)
            .orElseThrow(() ->
                new IllegalStateException(
                    "the key in table registry_key was encrypted with another"
                        + " openhtc.encryption-secret, which must be the same in all processes")));
  }

  private RegistryKey create() {
    RegistryKey key = SelfSignedCertificate.generate(clock.instant());
    jdbc.sql(CREATE)
        .param("certificate", key.certificate())
        .param("privateKey", encryption.encrypt(NAME, key.privateKey().getEncoded()))
        .param("now", Timestamp.from(clock.instant()))
        .update();
    return jdbc.sql(READ).query((row, n) -> stored(row.getBytes(1), row.getBytes(2))).single();
  }
}
